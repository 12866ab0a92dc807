package art.pinhua.platform.postgres;

import art.pinhua.platform.CannotStart;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/// A server of the operator, looked at once before the application starts: a wrong address, password or right is told
/// in one line instead of a page of causes.
final class ExternalServer {
    private static final int OLDEST = 15;
    private static final String CONNECT_SECONDS = "5";

    private final String url;
    private final Credentials owner;
    private final String app;

    /// @param owner runs the migrations
    /// @param app   login of the application, often the same
    ExternalServer(String url, Credentials owner, String app) {
        this.url = url;
        this.owner = owner;
        this.app = app;
    }

    /// @throws CannotStart when migrations could not run there
    void requireUsable() {
        try (var connection = connect()) {
            requireVersion(connection);
            requireTables(connection);
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

    /// The application works as this role. Where it is missing, the first migration makes it and lets its own login
    /// in.
    private void requireRole(Connection connection) throws SQLException {
        boolean exists = says(connection, "select exists (select from pg_roles where rolname = 'pinhua_app')");
        boolean usable = exists
                ? says(connection, "select pg_has_role(?, 'pinhua_app', 'MEMBER')", app)
                : app.equals(owner.user())
                        && says(
                                connection,
                                "select rolcreaterole or rolsuper from pg_roles where rolname = current_user");
        if (!usable) {
            throw new CannotStart(app + " may not work as the role pinhua_app at " + withoutParameters()
                    + ". As its superuser run: " + (exists ? "" : "create role pinhua_app nologin; ")
                    + "grant pinhua_app to " + app);
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
