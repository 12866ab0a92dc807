package art.pinhua.finetuning;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.dataset.TestSnapshots;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.jobs.TestAttempts;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.RunningTrainer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Trainers, workers and databases that fail while a run is under way.
@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class TrainerTroubleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    TestSnapshots snapshots;

    @Inject
    Runs runs;

    @Inject
    RunRows rows;

    @Inject
    RunLedger ledger;

    @Inject
    Sql sql;

    @Inject
    TestAttempts attempts;

    @Inject
    Jobs jobs;

    @Inject
    TrainWork work;

    @Inject
    RunFolder folders;

    @Inject
    TrainerSettings settings;

    @Inject
    TestRuns started;

    @Test
    void aRunThatWasDoneBeforeItsWorkerDiedIsNotTrainedAgain() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 10);
        started.await(id, RunState.DONE);
        Wait.until("its job has ended", () -> jobs.live(TrainWork.KIND, id).isEmpty());
        attempts.takeOver(attempts.lost(TrainWork.KIND, id));

        assertTrue(jobs.live(TrainWork.KIND, id).isEmpty());
        assertEquals(RunState.DONE, runs.byId(id).state());
        assertEquals(1, started.starts(id));
    }

    @Test
    void whatTheTrainerSaysItFailedOfReachesThePerson() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 13);
        started.await(id, RunState.FAILED);

        Api.given().get("/api/runs/" + id).then().body("error", containsString("the loss is not a number"));
    }

    @Test
    void aTrainerThatDiesIsReplacedAndGoesOn() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 14);
        started.await(id, RunState.DONE);

        assertEquals(20, ledger.metricsAfter(id, 0).size(), "every step once");
        assertEquals(5, started.firstStepOfLastAttempt(id), "from the last checkpoint");
    }

    @Test
    void aTrainerThatAlwaysDiesFailsItsRunWithItsLastWords() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 15);
        var run = started.await(id, RunState.FAILED);

        assertTrue(String.valueOf(run.error()).contains("code 137"), run.error());
        assertTrue(String.valueOf(run.error()).contains("libtorch fell over"), run.error());
    }

    @Test
    void aRunWaitsForRoomWithoutBlame() {
        for (long seed : List.of(18L, 19L)) {
            UUID id = TestRuns.start(snapshots.snapshot(2), 20, seed);
            started.await(id, RunState.DONE);
            assertEquals(0, started.failures(id));
            assertEquals(2, started.starts(id));
        }
    }

    @Test
    void whatATrainerPrintsIsNoReasonToWait() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 20);
        var run = started.await(id, RunState.FAILED);

        assertEquals(3, started.starts(id));
        assertTrue(String.valueOf(run.error()).contains("code 137"), run.error());
        assertTrue(String.valueOf(run.error()).endsWith("killed"), run.error());
        assertFalse(String.valueOf(run.error()).contains("No space"), "that was the first one's word");
    }

    @Test
    void aSilentTrainerIsTakenForDeadAndReplaced() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 16);
        Wait.until("the first attempt is given up", () -> started.failures(id) >= 1);
        started.await(id, RunState.DONE);

        assertEquals(1, started.failures(id));
        String why = sql.one(
                "select a.message from job_attempt a join job j on j.id = a.job_id"
                        + " where j.subject_id = ? and a.outcome = 'ERROR'",
                row -> row.getString("message"),
                id);
        assertTrue(why.contains("no progress"), why);
    }

    @Test
    void aTrainerThatTellsOfItsPreparationIsNotSilent() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 21);
        Wait.until(
                "the job shows it",
                () -> jobs.newest(TrainWork.KIND, id, 1).getFirst().stepsTotal() == 8);
        started.await(id, RunState.DONE);
        assertEquals(0, started.failures(id));
    }

    @Test
    void aTrainerThatTellsOfThePartsOfAStepIsNotSilent() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 22);
        started.await(id, RunState.DONE);
        assertEquals(0, started.failures(id));
        assertEquals(1, started.starts(id));
    }

    @Test
    void theJobIsAsPatientAsTheTrainersSettings() {
        var patience = work.patience().orElseThrow();
        assertTrue(patience.compareTo(settings.startWithin()) > 0, patience.toString());
        assertTrue(patience.compareTo(settings.silence()) > 0, patience.toString());
    }

    @Test
    void theTrainerOfAnEarlierAttemptIsEndedFirst() throws IOException {
        UUID id = TestRuns.start(snapshots.snapshot(2), 300, 4);
        Wait.until(
                "it trains", () -> rows.trainer(id).isPresent() && runs.byId(id).step() > 0);
        var trainer = rows.trainer(id).orElseThrow();
        var process = ProcessHandle.of(trainer.pid()).orElseThrow();

        var later = new RunningTrainer(trainer.pid(), trainer.startedMillis() + 1);
        TrainerProcess.endOrphan(later, folders.of(id), PATIENCE);
        assertTrue(process.isAlive(), "another process of the same number is left alone");
        TrainerProcess.endOrphan(trainer, folders.of(id), PATIENCE);
        assertTrue(!process.isAlive(), "the orphan is gone");

        var run = started.await(id, RunState.DONE);
        assertEquals(300, ledger.metricsAfter(id, 0).size());
        assertNotEquals(null, run.modelVersionId());
    }

    @Test
    void aTrainerWorksOnWhileTheDatabaseIsAway() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 400, 8);
        Wait.until("it trains", () -> runs.byId(id).step() > 0);
        QuarkusTransaction.requiringNew().run(() -> {
            int holder = sql.one(
                    "select pg_backend_pid() as pid from job where subject_id = ? for update",
                    row -> row.getInt("pid"),
                    id);
            Wait.until("a connection of the job is cut", () -> cutsWhatWaitsFor(holder));
        });
        started.await(id, RunState.DONE);

        assertEquals(400, ledger.metricsAfter(id, 0).size(), "what it told meanwhile was entered later");
        int tries = sql.one("select attempt from job where subject_id = ?", row -> row.getInt("attempt"), id);
        assertEquals(1, tries);
        assertEquals(1, started.starts(id));
    }

    /// In a transaction of its own: within one, the list of connections stays as it was first read.
    private boolean cutsWhatWaitsFor(int holder) {
        return !QuarkusTransaction.requiringNew()
                .call(() -> sql.list(
                        "select pg_terminate_backend(pid) as cut from pg_stat_activity"
                                + " where ? = any (pg_blocking_pids(pid))",
                        row -> row.getBoolean("cut"),
                        holder))
                .isEmpty();
    }

    @Test
    void theTrainerOfALostWorkerIsEndedWhenItsRunIsCancelledMeanwhile() throws IOException {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 13);
        started.await(id, RunState.FAILED);
        var survivor = survivor(folders.of(id));
        try {
            assertTrue(rows.requeue(id));
            rows.running(id, Instant.now());
            rows.trainer(id, RunningTrainer.of(survivor.toHandle()));
            var lost = attempts.lost(TrainWork.KIND, id);

            Api.given().post("/api/runs/" + id + "/cancel").then().statusCode(200);
            attempts.takeOver(lost);

            assertEquals(RunState.CANCELLED, runs.byId(id).state());
            assertFalse(survivor.isAlive(), "it trains on for nobody");
            assertTrue(rows.trainer(id).isEmpty());
        } finally {
            survivor.destroyForcibly();
        }
    }

    /// Else it kept the folder from each of its successors, and the run failed.
    @Test
    void aTrainerWhoseWorkerWasKilledBeforeItEnteredItIsEnded() throws IOException {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 13);
        started.await(id, RunState.FAILED);
        var survivor = survivor(folders.of(id));
        try {
            RunFiles.writeTrainer(folders.of(id), RunningTrainer.of(survivor.toHandle()));
            work.clearAway(jobs.newest(TrainWork.KIND, id, 1).getFirst());
            assertFalse(survivor.isAlive());
        } finally {
            survivor.destroyForcibly();
        }
    }

    /// A backup that was made during a run names its trainer, which must not end when the backup is
    /// restored into another data folder of the same machine.
    @Test
    void theTrainerOfAnotherDataFolderIsLeftAlone() throws IOException {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 13);
        started.await(id, RunState.FAILED);
        var survivor = survivor(Path.of("/elsewhere/runs").resolve(id.toString()));
        try {
            RunFiles.writeTrainer(folders.of(id), RunningTrainer.of(survivor.toHandle()));
            rows.trainer(id, RunningTrainer.of(survivor.toHandle()));
            work.clearAway(jobs.newest(TrainWork.KIND, id, 1).getFirst());
            assertTrue(survivor.isAlive(), "it trains on for the other one");
            assertTrue(rows.trainer(id).isEmpty());
        } finally {
            survivor.destroyForcibly();
        }
    }

    /// What waits for ever and, as a trainer does, has the folder for its last argument.
    private static Process survivor(Path folder) throws IOException {
        return new ProcessBuilder("sh", "-c", "read line", folder.toString()).start();
    }
}
