package art.pinhua.care;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// What the files of tables still hold of rows that are gone. PostgreSQL overwrites those only when it
/// needs their room, and a backup copies files.
final class Traces {
    /// Where people and raters are named, and what leads from their votes to them.
    static final String TABLES =
            "person, invitation, sign_in_grant, rater, consent, withdrawal, vote, assignment, rater_standing";

    private static final int TENTHS_OF_A_MINUTE = 600;

    private Traces() {}

    /// Writes the tables anew, and what the planner knows of their values. Votes wait meanwhile.
    ///
    /// @param superuser without a transaction
    static void remove(Connection superuser) throws SQLException {
        try (var statement = superuser.createStatement()) {
            for (var command : List.of("vacuum (full, analyze) " + TABLES, "vacuum full pg_statistic")) {
                awaitReaders(statement);
                statement.execute(command);
            }
            statement.execute("checkpoint"); // the old files go now
        }
    }

    /// Whoever still sees what was before makes a vacuum keep it.
    private static void awaitReaders(Statement statement) throws SQLException {
        var now = ask(statement, "select pg_current_xact_id()::xid");
        var readers = "select count(*) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid() and age(backend_xmin) > age('" + now + "'::xid)";
        for (int tenths = 0; !ask(statement, readers).equals("0"); tenths++) {
            if (tenths == TENTHS_OF_A_MINUTE) {
                throw new SQLException("somebody has been reading what was before for a minute");
            }
            ask(statement, "select pg_sleep(0.1)");
        }
    }

    private static String ask(Statement statement, String sql) throws SQLException {
        try (var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
