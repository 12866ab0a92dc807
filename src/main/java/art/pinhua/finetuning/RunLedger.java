package art.pinhua.finetuning;

import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.RunEvent;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Enters a trainer's events into rows. Entering them again changes nothing.
@Singleton
class RunLedger {

    private final Sql sql;
    private final Blobs blobs;
    private final RunRows runs;

    RunLedger(Sql sql, Blobs blobs, RunRows runs) {
        this.sql = sql;
        this.blobs = blobs;
        this.runs = runs;
    }

    /// The pictures of a sample among the blobs.
    record Kept(String sha256, String baseSha256) {}

    /// Stores the pictures that events name: bytes first, then rows. Those that an earlier attempt entered, and
    /// that were cleared away since, are not among them.
    Map<RunEvent.Sample, Kept> keep(Path folder, List<RunEvent> events) {
        var kept = new HashMap<RunEvent.Sample, Kept>();
        for (RunEvent event : events) {
            if (event instanceof RunEvent.Sample sample) {
                Path picture = folder.resolve(sample.file());
                Path base = folder.resolve(sample.baseFile());
                if (Files.exists(picture) && Files.exists(base)) {
                    kept.put(
                            sample,
                            new Kept(
                                    blobs.store(picture).sha256(),
                                    blobs.store(base).sha256()));
                }
            }
        }
        return kept;
    }

    /// To be called under the job's fence.
    /// @param kept what [#keep] stored of these events
    void enter(UUID runId, List<RunEvent> events, Map<RunEvent.Sample, Kept> kept) {
        var steps = new ArrayList<RunEvent.Step>();
        for (RunEvent event : events) {
            switch (event) {
                case RunEvent.Started started -> {
                    steps.removeIf(step -> step.step() > started.step());
                    forgetAfter(runId, started.step());
                }
                case RunEvent.Step step -> steps.add(step);
                case RunEvent.Heldout heldout -> enter(runId, heldout);
                case RunEvent.Sample sample -> {
                    var pictures = kept.get(sample);
                    if (pictures != null) {
                        enter(runId, sample, pictures);
                    }
                }
                case RunEvent.Stopped stopped -> runs.stopped(runId, stopped.reason());
                case RunEvent.Preparing preparing -> {}
                case RunEvent.Part part -> {}
                case RunEvent.Drift drift -> {}
                case RunEvent.Checkpoint checkpoint -> {}
                case RunEvent.Done done -> {}
                case RunEvent.Failed failed -> {}
                case RunEvent.Cancelled cancelled -> {}
            }
        }
        if (!steps.isEmpty()) {
            enter(runId, steps);
            runs.progress(runId, steps.getLast().step(), steps.getLast().secondsLeft());
        }
    }

    /// The last step that was entered, 0 for none.
    int lastStep(UUID runId) {
        return sql.one(
                "select coalesce(max(step), 0) as step from run_metric where run_id = ?",
                row -> row.getInt("step"),
                runId);
    }

    /// A resumed trainer starts at its checkpoint: what an earlier attempt said about later steps is void. To
    /// be called under the job's fence.
    void forgetAfter(UUID runId, int step) {
        sql.update("delete from run_metric where run_id = ? and step > ?", runId, step);
        sql.update("delete from run_heldout where run_id = ? and step > ?", runId, step);
        sql.update("delete from run_sample where run_id = ? and step > ?", runId, step);
        runs.backTo(runId, step);
        runs.stopped(runId, null);
    }

    private void enter(UUID runId, List<RunEvent.Step> steps) {
        sql.batch("""
                insert into run_metric (run_id, step, loss, accuracy, margin, winner_error, loser_error, grad_norm, lr,
                                        beta, lambda, images_per_second)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (run_id, step) do update set loss = excluded.loss, accuracy = excluded.accuracy,
                    margin = excluded.margin, winner_error = excluded.winner_error, loser_error = excluded.loser_error,
                    grad_norm = excluded.grad_norm, lr = excluded.lr, beta = excluded.beta, lambda = excluded.lambda,
                    images_per_second = excluded.images_per_second
                """, steps.stream().map(step -> columns(runId, step)).toList());
    }

    private static List<Object> columns(UUID runId, RunEvent.Step step) {
        return List.of(
                runId,
                step.step(),
                step.loss(),
                step.accuracy(),
                step.margin(),
                step.winnerError(),
                step.loserError(),
                step.gradNorm(),
                step.lr(),
                step.beta(),
                step.lambda(),
                step.imagesPerSecond());
    }

    private void enter(UUID runId, RunEvent.Heldout heldout) {
        sql.update("""
            insert into run_heldout (run_id, step, accuracy, pairs) values (?, ?, ?, ?)
            on conflict (run_id, step) do update set accuracy = excluded.accuracy, pairs = excluded.pairs
            """, runId, heldout.step(), heldout.accuracy(), heldout.pairs());
        runs.heldout(runId, heldout.accuracy(), heldout.pairs());
    }

    private void enter(UUID runId, RunEvent.Sample sample, Kept pictures) {
        sql.update(
                """
                insert into run_sample (run_id, step, index, prompt, seed, sha256, base_sha256)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (run_id, step, index) do update set sha256 = excluded.sha256,
                    base_sha256 = excluded.base_sha256
                """,
                runId,
                sample.step(),
                sample.index(),
                sample.prompt(),
                sample.seed(),
                pictures.sha256(),
                pictures.baseSha256());
    }

    List<RunMetric> metricsAfter(UUID runId, int step) {
        return sql.list(
                "select * from run_metric where run_id = ? and step > ? order by step", RunLedger::metric, runId, step);
    }

    List<RunHeldout> heldoutAfter(UUID runId, int step) {
        return sql.list(
                "select * from run_heldout where run_id = ? and step > ? order by step",
                row -> new RunHeldout(row.getInt("step"), row.getDouble("accuracy"), row.getInt("pairs")),
                runId,
                step);
    }

    List<RunSample> samplesAfter(UUID runId, int step) {
        return sql.list(
                "select * from run_sample where run_id = ? and step > ? order by step, index",
                row -> new RunSample(
                        row.getInt("step"),
                        row.getInt("index"),
                        row.getString("prompt"),
                        row.getString("seed"),
                        RunSample.address(runId, row.getString("sha256")),
                        RunSample.address(runId, row.getString("base_sha256"))),
                runId,
                step);
    }

    boolean isSample(UUID runId, String sha256) {
        return sql.first(
                        "select 1 from run_sample where run_id = ? and ? in (sha256, base_sha256)",
                        row -> true,
                        runId,
                        sha256)
                .isPresent();
    }

    private static RunMetric metric(ResultSet row) throws SQLException {
        return new RunMetric(
                row.getInt("step"),
                row.getDouble("loss"),
                row.getDouble("accuracy"),
                row.getDouble("margin"),
                row.getDouble("winner_error"),
                row.getDouble("loser_error"),
                row.getDouble("grad_norm"),
                row.getDouble("lr"),
                row.getDouble("beta"),
                row.getDouble("lambda"),
                row.getDouble("images_per_second"));
    }
}
