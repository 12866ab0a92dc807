package art.pinhua.finetuning;

import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunConfig.ObjectiveKind;
import art.pinhua.training.contract.RunningTrainer;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows of runs.
@Singleton
class RunRows {

    private static final String SELECT = """
            select r.*, s.name as snapshot_name, name_of(r.created_by) as creator,
                   exists (select from job where kind = '%s' and subject_id = r.id and state in ('READY', 'RUNNING')
                           and cancel_requested) as cancel_requested
            from run r join snapshot s on s.id = r.snapshot_id
            """.formatted(TrainWork.KIND);

    private final Sql sql;

    RunRows(Sql sql) {
        this.sql = sql;
    }

    void insert(Run run) {
        sql.update(
                """
                insert into run (id, snapshot_id, base_version_id, name, objective, steps, rank, learning_rate, beta,
                                 batch_groups, seed, state, created_by, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                run.id(),
                run.snapshotId(),
                run.baseVersionId(),
                run.name(),
                run.objective(),
                run.steps(),
                run.rank(),
                run.learningRate(),
                run.beta(),
                run.batchGroups(),
                run.seed(),
                run.state(),
                run.createdBy(),
                run.createdAt());
    }

    List<Run> newest(int limit) {
        return sql.list(SELECT + "order by r.created_at desc limit ?", RunRows::run, limit);
    }

    long count(RunState state) {
        return sql.one("select count(*) as runs from run where state = ?", row -> row.getLong("runs"), state);
    }

    List<UUID> done() {
        return sql.list("select id from run where state = ?", row -> Sql.uuid(row, "id"), RunState.DONE);
    }

    Optional<Run> byId(UUID id) {
        return sql.first(SELECT + "where r.id = ?", RunRows::run, id);
    }

    Optional<Run> ofModelVersion(UUID modelVersionId) {
        return sql.first(
                SELECT + "where r.model_version_id = ? order by r.ended_at limit 1", RunRows::run, modelVersionId);
    }

    void running(UUID id, Instant now) {
        sql.update("""
            update run set state = 'RUNNING', error = null, started_at = coalesce(started_at, ?), ended_at = null
            where id = ? and state in ('QUEUED', 'RUNNING')
            """, now, id);
    }

    Optional<RunningTrainer> trainer(UUID id) {
        return sql.first(
                "select trainer_pid, trainer_started from run where id = ? and trainer_pid is not null",
                row -> new RunningTrainer(row.getLong("trainer_pid"), row.getLong("trainer_started")),
                id);
    }

    void trainer(UUID id, RunningTrainer trainer) {
        sql.update(
                "update run set trainer_pid = ?, trainer_started = ? where id = ?",
                trainer.pid(),
                trainer.startedMillis(),
                id);
    }

    /// Forgets a trainer that is known to have ended, unless another one has begun since.
    void trainerGone(UUID id, RunningTrainer trainer) {
        sql.update("""
                update run set trainer_pid = null, trainer_started = null
                where id = ? and trainer_pid = ? and trainer_started = ?
                """, id, trainer.pid(), trainer.startedMillis());
    }

    /// Steps that are entered once more, in parts, take nothing back.
    void progress(UUID id, int step, double secondsLeft) {
        sql.update("update run set step = greatest(step, ?), seconds_left = ? where id = ?", step, secondsLeft, id);
    }

    void backTo(UUID id, int step) {
        sql.update("update run set step = ?, seconds_left = null where id = ?", step, id);
    }

    void heldout(UUID id, double accuracy, int pairs) {
        sql.update("update run set heldout_accuracy = ?, heldout_pairs = ? where id = ?", accuracy, pairs, id);
    }

    void stopped(UUID id, @Nullable EarlyStop reason) {
        sql.update(
                """
                update run set stop_rule = ?, stop_measured = ?, stop_limit = ?, stop_times = ?, stop_layer = ?
                where id = ?
                """,
                reason == null ? null : reason.rule(),
                reason == null ? null : (Double) reason.measured(),
                reason == null ? null : (Double) reason.limit(),
                reason == null ? null : (Integer) reason.times(),
                reason == null ? null : reason.layer(),
                id);
    }

    void done(UUID id, int step, String adapterSha256, UUID modelVersionId, Instant now) {
        sql.update("""
            update run set state = 'DONE', step = ?, seconds_left = 0, adapter_sha256 = ?,
                model_version_id = ?, ended_at = ?, trainer_pid = null, trainer_started = null
            where id = ?
            """, step, adapterSha256, modelVersionId, now, id);
    }

    void ended(UUID id, RunState state, @Nullable String error, Instant now) {
        sql.update("""
            update run set state = ?, error = ?, ended_at = ?, seconds_left = null
            where id = ? and state in ('QUEUED', 'RUNNING')
            """, state, error, now, id);
    }

    /// @return whether the run had ended without a result
    boolean requeue(UUID id) {
        return sql.update("""
            update run set state = 'QUEUED', error = null, ended_at = null
            where id = ? and state in ('FAILED', 'CANCELLED')
            """, id) == 1;
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                Sql.uuid(row, "id"),
                Sql.uuid(row, "snapshot_id"),
                row.getString("snapshot_name"),
                Sql.uuid(row, "base_version_id"),
                row.getString("name"),
                ObjectiveKind.valueOf(row.getString("objective")),
                row.getInt("steps"),
                row.getInt("rank"),
                row.getDouble("learning_rate"),
                row.getObject("beta", Double.class),
                row.getInt("batch_groups"),
                row.getLong("seed"),
                RunState.valueOf(row.getString("state")),
                row.getBoolean("cancel_requested"),
                row.getInt("step"),
                row.getObject("seconds_left", Double.class),
                row.getObject("heldout_accuracy", Double.class),
                row.getObject("heldout_pairs", Integer.class),
                stop(row),
                row.getString("error"),
                row.getString("adapter_sha256"),
                Sql.uuidOrNull(row, "model_version_id"),
                row.getString("creator"),
                Sql.instant(row, "created_at"),
                Sql.instantOrNull(row, "started_at"),
                Sql.instantOrNull(row, "ended_at"));
    }

    private static @Nullable EarlyStop stop(ResultSet row) throws SQLException {
        String rule = row.getString("stop_rule");
        return rule == null
                ? null
                : new EarlyStop(
                        EarlyStop.StopRule.valueOf(rule),
                        row.getDouble("stop_measured"),
                        row.getDouble("stop_limit"),
                        row.getInt("stop_times"),
                        row.getString("stop_layer"));
    }
}
