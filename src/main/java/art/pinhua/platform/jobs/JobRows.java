package art.pinhua.platform.jobs;

import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The table `job`. Each method but one is one statement in whatever transaction the caller has; the
/// fence is in its `where`.
@Singleton
class JobRows {
    private static final String COLUMNS = """
        id, kind, lane, subject_id, payload, state, attempt, failures, steps_done, steps_total, message,
        wait_reason, cancel_requested, created_at, started_at, updated_at, ended_at\
        """;
    private static final String LIVE =
            "select " + COLUMNS + " from job where kind = ? and subject_id = ? and state in ('READY', 'RUNNING')";
    private static final String OWNED = " where id = ? and attempt = ? and state = 'RUNNING' ";

    private final DataSource database;

    JobRows(DataSource database) {
        this.database = database;
    }

    /// Empty when the subject already has a live job of this kind.
    Optional<Job> insert(UUID id, String kind, JobLane lane, UUID subjectId, String payload) {
        return one(
                "insert into job (id, kind, lane, subject_id, payload, state) values (?, ?, ?, ?, ?, 'READY')"
                        + " on conflict (kind, subject_id) where state in ('READY', 'RUNNING') do nothing returning "
                        + COLUMNS,
                id,
                kind,
                lane.name(),
                subjectId,
                payload);
    }

    Optional<Job> find(UUID id) {
        return one("select " + COLUMNS + " from job where id = ?", id);
    }

    Optional<Job> live(String kind, UUID subjectId) {
        return one(LIVE, kind, subjectId);
    }

    /// Holds the row until the transaction ends; empty as well when the job ends while we wait for it.
    Optional<Job> lockLive(String kind, UUID subjectId) {
        return one(LIVE + " for update", kind, subjectId);
    }

    List<Job> newest(String kind, UUID subjectId, int limit) {
        return list(
                "select " + COLUMNS + " from job where kind = ? and subject_id = ?"
                        + " order by created_at desc, id limit ?",
                kind,
                subjectId,
                limit);
    }

    /// What runs, what waits, then the newest of what is over.
    List<Job> liveFirst(int limit) {
        return list(
                "select " + COLUMNS + " from job where id in (select id from job where state in ('READY', 'RUNNING')"
                        + " union all (select id from job order by created_at desc, id limit ?))"
                        + " order by state = 'RUNNING' desc, state = 'READY' desc, created_at desc, id limit ?",
                limit,
                limit);
    }

    /// What became of each attempt, oldest first.
    List<JobAttempt> attempts(UUID id) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(
                        "select attempt, worker, steps_done, outcome, message, started_at, ended_at"
                                + " from job_attempt where job_id = ? order by attempt")) {
            bind(statement, id);
            var attempts = new ArrayList<JobAttempt>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    attempts.add(attempt(rows));
                }
            }
            return attempts;
        } catch (SQLException e) {
            throw new JobDatabaseException(e);
        }
    }

    Map<JobState, Long> countByState() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select state, count(*) from job group by state");
                var rows = statement.executeQuery()) {
            var counts = new EnumMap<JobState, Long>(JobState.class);
            while (rows.next()) {
                counts.put(JobState.valueOf(rows.getString(1)), rows.getLong(2));
            }
            return counts;
        } catch (SQLException e) {
            throw new JobDatabaseException(e);
        }
    }

    /// Which jobs are counted together.
    record KindAndState(String kind, JobState state) {}

    Map<KindAndState, Long> countByKindAndState() {
        try (var connection = database.getConnection();
                var statement =
                        connection.prepareStatement("select kind, state, count(*) from job group by kind, state");
                var rows = statement.executeQuery()) {
            var counts = new HashMap<KindAndState, Long>();
            while (rows.next()) {
                counts.put(new KindAndState(rows.getString(1), JobState.valueOf(rows.getString(2))), rows.getLong(3));
            }
            return counts;
        } catch (SQLException e) {
            throw new JobDatabaseException(e);
        }
    }

    /// Takes the job for a new attempt. A job that was RUNNING lost its worker: that counts as a failure.
    Optional<Job> claim(UUID id, String worker) {
        return one(
                "update job set failures = failures + case when state = 'RUNNING' then 1 else 0 end,"
                        + " state = 'RUNNING', attempt = attempt + 1, worker = ?, wait_reason = null,"
                        + " updated_at = now(), started_at = coalesce(started_at, now())"
                        + " where id = ? and state in ('READY', 'RUNNING') returning " + COLUMNS,
                worker,
                id);
    }

    /// Holds the row until the transaction ends, so that no other attempt begins before our writes are in.
    void lock(UUID id, int attempt) {
        if (one("select " + COLUMNS + " from job" + OWNED + "for update", id, attempt)
                .isEmpty()) {
            throw new FencedOut(id, attempt);
        }
    }

    /// @return whether somebody asked to cancel
    boolean progress(UUID id, int attempt, long done, long total, String message) {
        return one(
                        "update job set steps_done = ?, steps_total = ?, message = ?, updated_at = now()" + OWNED
                                + "returning " + COLUMNS,
                        done,
                        total,
                        message,
                        id,
                        attempt)
                .orElseThrow(() -> new FencedOut(id, attempt))
                .cancelRequested();
    }

    boolean cancelRequested(UUID id, int attempt) {
        return one("select " + COLUMNS + " from job" + OWNED, id, attempt)
                .orElseThrow(() -> new FencedOut(id, attempt))
                .cancelRequested();
    }

    Job end(UUID id, int attempt, JobState end, @Nullable String message) {
        return one(
                        "update job set state = ?, message = coalesce(?, message), updated_at = now(), ended_at = now()"
                                + OWNED + "returning " + COLUMNS,
                        end.name(),
                        message,
                        id,
                        attempt)
                .orElseThrow(() -> new FencedOut(id, attempt));
    }

    /// Back to READY, for another attempt: at once, or when what it waits for may have changed.
    Job giveBack(UUID id, int attempt, @Nullable WaitReason reason, @Nullable String message) {
        return one(
                        "update job set state = 'READY', failures = failures + ?, wait_reason = ?,"
                                + " message = coalesce(?, message), updated_at = now()" + OWNED
                                + "returning " + COLUMNS,
                        reason == WaitReason.ATTEMPT_FAILED ? 1 : 0,
                        reason == null ? null : reason.name(),
                        message,
                        id,
                        attempt)
                .orElseThrow(() -> new FencedOut(id, attempt));
    }

    /// Back to READY by force: the queue forgets who had it, so that the thread that still does cannot
    /// keep it. Both or neither: of a job that is ready while its place in the queue is taken nobody
    /// would hear again.
    @Transactional
    void takeAway(UUID id, int attempt, String message, Duration wait) {
        var lane = giveBack(id, attempt, WaitReason.ATTEMPT_FAILED, message).lane();
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("update " + lane.table()
                        + " set picked = false, picked_by = null, last_heartbeat = null, version = version + 1,"
                        + " execution_time = now() + ? * interval '1 millisecond' where task_instance = ?")) {
            statement.setLong(1, wait.toMillis());
            statement.setString(2, id.toString());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new JobDatabaseException(e);
        }
    }

    /// Ranks what waits in a queue by the order of the subjects. Whatever another transaction holds keeps
    /// its rank.
    void arrange(JobLane lane, String kind, List<UUID> subjects, int firstRank) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                    update %1$s as queued set priority = ranked.rank
                    from (select waits.task_instance, ? - place as rank
                          from unnest(?::uuid[]) with ordinality as wanted (subject, place)
                              join job on job.subject_id = wanted.subject and job.kind = ? and job.state = 'READY'
                              join %1$s as waits on waits.task_instance = job.id::text and not waits.picked
                          order by waits.task_instance for update of waits skip locked) as ranked
                    where queued.task_instance = ranked.task_instance
                    """.formatted(lane.table()))) {
            statement.setInt(1, firstRank + 1);
            statement.setArray(2, connection.createArrayOf("uuid", subjects.toArray()));
            statement.setString(3, kind);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new JobDatabaseException(e);
        }
    }

    Optional<Job> requestCancel(UUID id) {
        return one(
                "update job set cancel_requested = true, updated_at = now()"
                        + " where id = ? and state in ('READY', 'RUNNING') returning " + COLUMNS,
                id);
    }

    Optional<Job> cancelReady(UUID id) {
        return one(
                "update job set state = 'CANCELLED', wait_reason = null, updated_at = now(), ended_at = now()"
                        + " where id = ? and state = 'READY' returning " + COLUMNS,
                id);
    }

    private Optional<Job> one(String sql, @Nullable Object... values) {
        return list(sql, values).stream().findFirst();
    }

    private List<Job> list(String sql, @Nullable Object... values) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            var jobs = new ArrayList<Job>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    jobs.add(job(rows));
                }
            }
            return jobs;
        } catch (SQLException e) {
            throw new JobDatabaseException(e);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static Job job(ResultSet row) throws SQLException {
        var reason = row.getString("wait_reason");
        return new Job(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                JobLane.valueOf(row.getString("lane")),
                row.getObject("subject_id", UUID.class),
                row.getString("payload"),
                JobState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                row.getInt("failures"),
                row.getLong("steps_done"),
                row.getLong("steps_total"),
                row.getString("message"),
                reason == null ? null : WaitReason.valueOf(reason),
                row.getBoolean("cancel_requested"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "started_at"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                instant(row, "ended_at"));
    }

    private static JobAttempt attempt(ResultSet row) throws SQLException {
        var outcome = row.getString("outcome");
        return new JobAttempt(
                row.getInt("attempt"),
                row.getString("worker"),
                row.getLong("steps_done"),
                outcome == null ? null : JobAttempt.Outcome.valueOf(outcome),
                row.getString("message"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                instant(row, "ended_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
