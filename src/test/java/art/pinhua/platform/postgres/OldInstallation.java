package art.pinhua.platform.postgres;

import art.pinhua.PostgresTestResource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/// The database of an earlier version, to be brought up to this one.
public final class OldInstallation implements AutoCloseable {
    private final DatabaseAccess access;
    private final Connection database;

    /// @param version of its last migration
    public OldInstallation(String version) throws SQLException {
        var name = "old_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
        PostgresTestResource.cluster().createDatabase(name);
        access = PostgresTestResource.cluster().access(name);
        migrate(version);
        database = DriverManager.getConnection(
                access.url(), access.owner().user(), access.owner().password());
    }

    public Connection database() {
        return database;
    }

    public void upgrade() {
        migrate("latest");
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(access.url(), access.owner().user(), access.owner().password())
                .locations("classpath:db/migration")
                .target(target)
                .load()
                .migrate();
    }

    public void run(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Rows whose surroundings do not matter: references are not looked at.
    void plant(String sql) throws SQLException {
        var superuser = PostgresTestResource.cluster().superuser();
        try (var connection = DriverManager.getConnection(access.url(), superuser.user(), superuser.password());
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(sql);
        }
    }

    public String ask(String sql) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
