package art.pinhua.platform.postgres;

import art.pinhua.platform.CannotStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.Driver;

/// A server of the operator, looked at once before the application starts: a wrong address, password or right is told
/// in one line instead of a page of causes.
final class ExternalServer {
    private static final int OLDEST = 15;
    private static final String CONNECT_SECONDS = "5";

    private final String url;
    private final Credentials owner;
    private final String app;
    private final String role;

    /// @param owner runs the migrations
    /// @param app   login of the application, often the same
    /// @param role  as which the application works
    ExternalServer(String url, Credentials owner, String app, String role) {
        this.url = url;
        this.owner = owner;
        this.app = app;
        this.role = role;
    }

    /// @param migrates whether this process makes the tables
    /// @throws CannotStart when it could not work there
    void requireUsable(boolean migrates) {
        try (var connection = connect()) {
            requireVersion(connection);
            if (migrates) {
                requireTables(connection);
            }
            requireRole(connection);
        } catch (SQLException e) {
            throw new CannotStart(explain(e), e);
        }
    }

    private Connection connect() throws SQLException {
        var login = new Properties();
        login.setProperty("user", owner.user());
        login.setProperty("password", owner.password());
        login.setProperty("connectTimeout", CONNECT_SECONDS);
        login.setProperty("loginTimeout", CONNECT_SECONDS);
        var connection = new Driver().connect(url, login);
        if (connection == null) {
            throw new CannotStart("QUARKUS_DATASOURCE_JDBC_URL must look like jdbc:postgresql://host:5432/pinhua, was "
                    + withoutParameters());
        }
        return connection;
    }

    private void requireVersion(Connection connection) throws SQLException {
        int major = connection.getMetaData().getDatabaseMajorVersion();
        if (major < OLDEST) {
            throw new CannotStart("the PostgreSQL at " + withoutParameters() + " is version " + major
                    + "; Pinhua needs " + OLDEST + " or newer (its own is " + PostgresBinaries.MAJOR + ")");
        }
    }

    private void requireTables(Connection connection) throws SQLException {
        if (!says(connection, "select has_schema_privilege(current_user, 'public', 'CREATE')")) {
            throw new CannotStart(owner.user() + " may not make tables in " + withoutParameters()
                    + ". As its superuser run: alter database " + connection.getCatalog() + " owner to "
                    + owner.user());
        }
    }

    /// The application works as this role. Where it or one of its sisters is missing, a migration makes it and lets its
    /// own login in.
    private void requireRole(Connection connection) throws SQLException {
        var missing = new ArrayList<String>();
        for (var each : Stream.concat(Stream.of(DatabaseAccess.APP_ROLE), DatabaseAccess.NARROW_ROLES.stream())
                .toList()) {
            if (!says(connection, "select exists (select from pg_roles where rolname = ?)", each)) {
                missing.add(each);
            }
        }
        boolean makes = says(connection, "select rolcreaterole or rolsuper from pg_roles where rolname = current_user");
        boolean member = missing.contains(role)
                ? app.equals(owner.user()) && makes
                : says(connection, "select pg_has_role(?, ?, 'MEMBER')", app, role);
        if (!member || !missing.isEmpty() && !makes) {
            var remedy = missing.stream()
                    .map(each -> "create role " + each + " nologin; ")
                    .collect(Collectors.joining());
            throw new CannotStart(app + " may not work as the role " + role + " at " + withoutParameters()
                    + ". As its superuser run: " + remedy + "grant " + role + " to " + app);
        }
    }

    private static boolean says(Connection connection, String question, String... values) throws SQLException {
        try (var statement = connection.prepareStatement(question)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (var rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private String explain(SQLException e) {
        var place = withoutParameters();
        return switch (Optional.ofNullable(e.getSQLState()).orElse("")) {
            case "28P01", "28000" ->
                "PostgreSQL at " + place + " refuses the login of " + owner.user()
                        + ". Check QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD";
            case "3D000" ->
                "there is no such database at " + place + ". Make it (createdb) or correct"
                        + " QUARKUS_DATASOURCE_JDBC_URL";
            case "08001", "08004", "08006" ->
                "PostgreSQL at " + place + " cannot be reached. Is it running, and is QUARKUS_DATASOURCE_JDBC_URL"
                        + " right? (" + firstLine(e) + ")";
            default -> "PostgreSQL at " + place + " cannot be used: " + firstLine(e);
        };
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    /// Parameters may hold a password.
    private String withoutParameters() {
        return url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//");
    }
}
