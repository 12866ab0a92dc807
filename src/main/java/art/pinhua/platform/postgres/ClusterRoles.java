package art.pinhua.platform.postgres;

import art.pinhua.platform.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;

/// The logins of an embedded cluster: the superuser makes the other two and then rests; the owner runs
/// migrations; the application works as `pinhua_app`. Their passwords are random and lie in files of mode 0600.
record ClusterRoles(Path secrets, Credentials superuser, Credentials owner, Credentials app) {
    private static final String OWNER_ROLE = "pinhua_owner";

    static ClusterRoles kept(Path secrets) throws IOException {
        Files.createDirectories(secrets);
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwx--x--x"));
        return new ClusterRoles(
                secrets,
                credentials(secrets, "postgres"),
                credentials(secrets, OWNER_ROLE),
                credentials(secrets, DatabaseAccess.APP_ROLE));
    }

    Path superuserPasswordFile() {
        return secrets.resolve(superuser.user());
    }

    boolean opens(String url) {
        try (var connection = connect(url)) {
            return connection.isValid(2);
        } catch (SQLException refused) {
            return false;
        }
    }

    /// Idempotent: the roles with today's passwords, and the product's database.
    void establish(String url) throws SQLException {
        try (var connection = connect(url)) {
            ensureRole(connection, owner);
            ensureRole(connection, app);
            for (var narrow : DatabaseAccess.NARROW_ROLES) {
                if (!exists(connection, "select 1 from pg_roles where rolname = ?", narrow)) {
                    execute(connection, "create role " + narrow + " nologin");
                }
            }
            execute(connection, "alter role " + app.user() + " set idle_in_transaction_session_timeout = '60s'");
            if (!exists(connection, "select 1 from pg_database where datname = ?", EmbeddedPostgres.DATABASE)) {
                create(connection, EmbeddedPostgres.DATABASE);
            }
        }
    }

    void createDatabase(String url, String name) throws SQLException {
        try (var connection = connect(url)) {
            create(connection, name);
        }
    }

    private void create(Connection connection, String name) throws SQLException {
        execute(connection, "create database " + quoted(name) + " owner " + owner.user());
        execute(connection, "revoke all on database " + quoted(name) + " from public");
        execute(connection, "grant connect on database " + quoted(name) + " to " + app.user());
    }

    private static void ensureRole(Connection connection, Credentials role) throws SQLException {
        if (!exists(connection, "select 1 from pg_roles where rolname = ?", role.user())) {
            execute(connection, "create role " + role.user());
        }
        // the password is ours, of URL-safe letters: it cannot break out of the literal
        execute(connection, "alter role " + role.user() + " login password '" + role.password() + "'");
    }

    private static boolean exists(Connection connection, String sql, String name) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// As superuser.
    Connection connect(String url) throws SQLException {
        var login = new Properties();
        login.setProperty("user", superuser.user());
        login.setProperty("password", superuser.password());
        login.setProperty("connectTimeout", "3");
        return Objects.requireNonNull(new Driver().connect(url, login), url);
    }

    private static Credentials credentials(Path secrets, String role) {
        return new Credentials(role, DataFolder.secret(secrets, role));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
