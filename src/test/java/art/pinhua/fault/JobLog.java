package art.pinhua.fault;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A log kept by triggers of the database itself: which process wrote what about a job, in which attempt, when. The
/// product does not know of it.
final class JobLog {
    private static final String INSTALL = """
            create table fault_log (
                seq bigint generated always as identity primary key,
                at timestamptz not null default clock_timestamp(),
                writer text not null default current_setting('application_name'),
                what text not null, subject uuid not null, attempt int, state text);
            create function fault_log_job() returns trigger language plpgsql security definer as $$
            begin
                insert into fault_log (what, subject, attempt, state) values ('job', new.subject_id, new.attempt, new.state);
                return new;
            end $$;
            create function fault_log_image() returns trigger language plpgsql security definer as $$
            begin
                insert into fault_log (what, subject, attempt, state)
                select 'image', new.generation_id, max(attempt), '' from job where subject_id = new.generation_id;
                return new;
            end $$;
            create trigger fault_log after update on job for each row execute function fault_log_job();
            create trigger fault_log after insert on image for each row execute function fault_log_image();
            """;

    private JobLog() {}

    /// One write.
    record Entry(long seq, String writer, String what, int attempt, String state) {}

    static void install(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(INSTALL);
        }
    }

    static List<Entry> of(Connection connection, UUID subject) throws SQLException {
        try (var query = connection.prepareStatement(
                "select seq, writer, what, attempt, state from fault_log where subject = ? order by seq")) {
            query.setObject(1, subject);
            try (var rows = query.executeQuery()) {
                var entries = new ArrayList<Entry>();
                while (rows.next()) {
                    entries.add(new Entry(
                            rows.getLong(1), rows.getString(2), rows.getString(3), rows.getInt(4), rows.getString(5)));
                }
                return entries;
            }
        }
    }

    /// Writes of a worker after another one had claimed the job: there must be none.
    static List<Entry> zombieWrites(List<Entry> entries) {
        var zombies = new ArrayList<Entry>();
        String owner = "";
        int attempt = 0;
        for (var entry : entries) {
            boolean claim = entry.what().equals("job") && entry.attempt() > attempt;
            if (claim) {
                owner = entry.writer();
                attempt = entry.attempt();
            } else if (!entry.writer().equals(owner) && !entry.writer().startsWith("web")) {
                zombies.add(entry);
            }
        }
        return zombies;
    }
}
