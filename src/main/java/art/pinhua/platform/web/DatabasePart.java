package art.pinhua.platform.web;

import art.pinhua.platform.SystemPart;
import art.pinhua.platform.sql.Sql;
import art.pinhua.platform.sql.SqlFailure;
import jakarta.inject.Singleton;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/// The database as the application reaches it.
@Singleton
class DatabasePart implements SystemPart {
    private record Migrations(int count, String newest) {}

    private record Server(String version, long bytes, boolean checksums) {}

    private final Sql sql;
    private final Flyway flyway;
    /// Read once: this process migrates when it starts and never again.
    private volatile @Nullable Migrations migrations;

    DatabasePart(Sql sql, Flyway flyway) {
        this.sql = sql;
        this.flyway = flyway;
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public State state() {
        try {
            var server = server();
            var schema = migrations();
            return State.up(
                    server.version(),
                    Figure.bytes("size", server.bytes()),
                    Figure.count("migrations", schema.count()),
                    Figure.text("schema", schema.newest()),
                    Figure.text("checksums", server.checksums() ? "on" : "off"));
        } catch (SqlFailure away) {
            return away(away);
        }
    }

    /// Adding up the files of a database is for those who want to know.
    @Override
    public State outline() {
        try {
            return State.up(sql.one("select current_setting('server_version')", row -> row.getString(1)));
        } catch (SqlFailure away) {
            return away(away);
        }
    }

    private static State away(SqlFailure away) {
        return State.down("PostgreSQL does not answer: " + rootOf(away).getMessage());
    }

    private Server server() {
        return sql.one(
                "select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,"
                        + " current_setting('data_checksums') = 'on' as checksums",
                row -> new Server(row.getString("version"), row.getLong("bytes"), row.getBoolean("checksums")));
    }

    private Migrations migrations() {
        var known = migrations;
        if (known == null) {
            var history = flyway.info();
            var newest = history.current();
            known = new Migrations(
                    history.applied().length,
                    newest == null ? "" : newest.getVersion().getVersion());
            migrations = known;
        }
        return known;
    }

    private static Throwable rootOf(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
