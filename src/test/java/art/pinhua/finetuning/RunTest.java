package art.pinhua.finetuning;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.dataset.TestSnapshots;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.jobs.TestAttempts;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.Registry;
import art.pinhua.registry.TestWords;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.io.PngTexts;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Runs over HTTP, with a trainer process that keeps the protocol and may be killed.
@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class RunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    TestSnapshots snapshots;

    @Inject
    TestWords words;

    @Inject
    Runs runs;

    @Inject
    RunRows rows;

    @Inject
    RunLedger ledger;

    @Inject
    Registry registry;

    @Inject
    Blobs blobs;

    @Inject
    Sql sql;

    @Inject
    TestAttempts attempts;

    @Inject
    Jobs jobs;

    @Inject
    FinishedRuns finished;

    @Inject
    TrainWork work;

    @Inject
    TrainerSettings settings;

    @Test
    void aRunEndsInAnAdapterAndAModelVersion() throws IOException {
        UUID snapshot = snapshots.snapshot(5);
        UUID id = start(snapshot, 20, 1);
        var run = await(id, RunState.DONE);

        assertEquals(20, run.step());
        assertEquals(20, ledger.metricsAfter(id, 0).size());
        assertEquals(.75, run.heldoutAccuracy());
        var version = registry.version(java.util.Objects.requireNonNull(run.modelVersionId()));
        var adapter = java.util.Objects.requireNonNull(version.adapter());
        assertEquals(
                "adapter of seed 1 after 20 steps", new String(blobs.read(adapter.sha256()), StandardCharsets.UTF_8));
        assertEquals(run.id(), runs.ofModelVersion(version.id()).orElseThrow().id());
        Api.given()
                .get("/api/runs/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("DONE"))
                .body("snapshotName", equalTo("test"));
        List<String> pictures = Api.given()
                .get("/api/runs/" + id + "/samples")
                .then()
                .statusCode(200)
                .body("findAll { it.step == 20 }", hasSize(4))
                .extract()
                .path("url");
        byte[] picture = Api.given()
                .accept("image/png")
                .get(pictures.getFirst())
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        var seen = ImageIO.read(new ByteArrayInputStream(picture));
        assertEquals(List.of(10, 1), List.of(seen.getWidth(), seen.getHeight()), "step and place");
        assertEquals(id.toString().hashCode() & 0xFFFFFF, seen.getRGB(0, 0) & 0xFFFFFF);
        assertEquals(Set.of("XML:com.adobe.xmp"), PngTexts.of(picture).keySet(), "a drawn picture says so");
        Api.given()
                .accept("*/*")
                .get("/api/runs/" + id + "/samples/" + adapter.sha256())
                .then()
                .statusCode(404);
    }

    @Test
    void aRunThatItsRulesStopSaysWhyAndHasItsAdapter() {
        UUID id = start(snapshots.snapshot(3), 20, 17);
        var run = await(id, RunState.DONE);

        assertEquals(9, run.step(), "steps done, not steps wished");
        Api.given()
                .get("/api/runs/" + id)
                .then()
                .statusCode(200)
                .body("stopped.rule", equalTo("DRIFT"))
                .body("stopped.measured", equalTo(.0625f))
                .body("stopped.limit", equalTo(.05f))
                .body("stopped.layer", equalTo("mid_block.to_q"));
        assertNull(runs.byId(start(snapshots.snapshot(3), 20, 6)).stopped());
    }

    @Test
    void aFinishedRunKeepsNoCheckpointsAndOnesThatMayGoOnDo() throws IOException {
        UUID done = start(snapshots.snapshot(2), 20, 9);
        await(done, RunState.DONE);
        Wait.until("its folder is cleared", () -> !holds(done, RunFiles.CHECKPOINTS) && !holds(done, RunFiles.SAMPLES));
        assertTrue(holds(done, RunFiles.CONFIG) && holds(done, RunFiles.EVENTS));
        UUID failed = start(snapshots.snapshot(2), 20, 13);
        await(failed, RunState.FAILED);

        for (UUID id : List.of(done, failed)) {
            Files.createDirectories(folderOf(id).resolve(RunFiles.CHECKPOINTS));
            Files.writeString(folderOf(id).resolve(RunFiles.CHECKPOINTS).resolve("step"), "5");
        }
        finished.clear();
        assertFalse(holds(done, RunFiles.CHECKPOINTS), "left by a worker that died");
        assertTrue(holds(failed, RunFiles.CHECKPOINTS + "/step"));
    }

    @Test
    void aRunThatWasDoneBeforeItsWorkerDiedIsNotTrainedAgain() {
        UUID id = start(snapshots.snapshot(2), 20, 10);
        await(id, RunState.DONE);
        Wait.until("its job has ended", () -> jobs.live(TrainWork.KIND, id).isEmpty());
        attempts.takeOver(attempts.lost(TrainWork.KIND, id));

        assertTrue(jobs.live(TrainWork.KIND, id).isEmpty());
        assertEquals(RunState.DONE, runs.byId(id).state());
        assertEquals(1, starts(id));
    }

    private boolean holds(UUID id, String name) {
        return Files.exists(folderOf(id).resolve(name));
    }

    @Test
    void aLongStoryIsEnteredInPartsThatTakeNothingBack() {
        UUID id = start(snapshots.snapshot(2), 20, 13);
        await(id, RunState.FAILED);
        enter(id, steps(1, 1_500));
        assertEquals(1_500, ledger.lastStep(id));
        enter(id, steps(1, 500));
        assertEquals(1_500, runs.byId(id).step(), "known before");

        var resumed = new ArrayList<>(steps(1_501, 1_600));
        resumed.add(new RunEvent.Started(1_550, 2_000, 2, 0));
        resumed.addAll(steps(1_551, 1_560));
        enter(id, resumed);
        assertEquals(1_560, ledger.metricsAfter(id, 0).size());
        assertEquals(1_560, runs.byId(id).step(), "later steps are void");
    }

    private void enter(UUID id, List<RunEvent> events) {
        QuarkusTransaction.requiringNew().run(() -> ledger.enter(id, events, Map.of()));
    }

    private static List<RunEvent> steps(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .<RunEvent>mapToObj(step -> new RunEvent.Step(step, .5, .5, .1, .1, .2, 1, 1e-4, 320, 1, 60, 9))
                .toList();
    }

    @Test
    void theRunFolderFollowsTheDataFolder() throws IOException {
        UUID id = start(snapshots.snapshot(2), 20, 5);
        var run = await(id, RunState.DONE);
        var folder = folders.of(id);
        RunConfig written = RunFiles.config(folder);

        RunFiles.writeConfig(folder, written.at(new RunConfig.Base("/gone/base"), null, "/gone/snapshot"));
        assertEquals(written, RunFiles.config(folders.prepare(run)), "settings kept, places found again");
    }

    @Test
    void promptsAreReadWithTheLearnedWordsTheirImagesWereDrawnWith() throws IOException {
        var word = words.teach("qtrained");
        UUID curation = snapshots.curation(List.of("moon", "a QTRAINED robe"));
        words.withdraw(word.id());
        UUID id = start(snapshots.freeze(curation), 20, 7);
        await(id, RunState.DONE);
        RunConfig config = RunFiles.config(folders.of(id));
        Path file = SnapshotFiles.word(Path.of(config.snapshot()), word.sha256());
        assertEquals(
                List.of(new ModelSource.Word(file.toString(), "qtrained")),
                config.base().words());
        assertArrayEquals(blobs.read(word.sha256()), Files.readAllBytes(file));
    }

    @Test
    void theStreamTellsEveryStepAndTheEnd() {
        UUID id = start(snapshots.snapshot(2), 30, 2);
        String stream = Api.given()
                .accept("text/event-stream")
                .get("/api/runs/" + id + "/events")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        List<String> told = stream.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> JsonPath.from(line.substring("data:".length())))
                .map(event -> event.getString("type") + " " + event.getInt("step"))
                .toList();
        for (int step = 1; step <= 30; step++) {
            assertTrue(told.contains("step " + step), "step " + step + " of " + told);
        }
        assertTrue(told.containsAll(List.of("heldout 10", "sample 30")), told.toString());
        assertEquals("done 30", told.getLast());
    }

    @Test
    void aCancelledRunGoesOnFromItsCheckpoint() {
        UUID id = start(snapshots.snapshot(2), 4_000, 3);
        Wait.until("some steps are done", () -> runs.byId(id).step() >= 7);
        Api.given().post("/api/runs/" + id + "/cancel").then().statusCode(200).body("cancelRequested", equalTo(true));
        var cancelled = await(id, RunState.CANCELLED);
        assertFalse(cancelled.cancelRequested(), "it has ended");
        int step = cancelled.step();
        assertTrue(step >= 7 && step < 4_000, "stopped at " + step);
        Api.given().post("/api/runs/" + id + "/cancel").then().statusCode(200).body("state", equalTo("CANCELLED"));

        Api.given()
                .post("/api/runs/" + id + "/resume")
                .then()
                .statusCode(200)
                .body("state", equalTo("QUEUED"))
                .body("cancelRequested", equalTo(false));
        Wait.until("it goes on", () -> runs.byId(id).step() > step);
        assertEquals(step, firstStepOfLastAttempt(id));
        Api.given()
                .post("/api/runs/" + id + "/resume")
                .then()
                .statusCode(409)
                .body("code", equalTo("RUN_NOT_RESUMABLE"));
        Api.given().post("/api/runs/" + id + "/cancel").then().statusCode(200);
        await(id, RunState.CANCELLED);
    }

    @Test
    void whatTheTrainerSaysItFailedOfReachesThePerson() {
        UUID id = start(snapshots.snapshot(2), 20, 13);
        await(id, RunState.FAILED);

        Api.given().get("/api/runs/" + id).then().body("error", containsString("the loss is not a number"));
    }

    @Test
    void aTrainerThatDiesIsReplacedAndGoesOn() {
        UUID id = start(snapshots.snapshot(2), 20, 14);
        await(id, RunState.DONE);

        assertEquals(20, ledger.metricsAfter(id, 0).size(), "every step once");
        assertEquals(5, firstStepOfLastAttempt(id), "from the last checkpoint");
    }

    @Test
    void aTrainerThatAlwaysDiesFailsItsRunWithItsLastWords() {
        UUID id = start(snapshots.snapshot(2), 20, 15);
        var run = await(id, RunState.FAILED);

        assertTrue(String.valueOf(run.error()).contains("code 137"), run.error());
        assertTrue(String.valueOf(run.error()).contains("libtorch fell over"), run.error());
    }

    @Test
    void aRunWaitsForRoomWithoutBlame() {
        for (long seed : List.of(18L, 19L)) {
            UUID id = start(snapshots.snapshot(2), 20, seed);
            await(id, RunState.DONE);
            assertEquals(0, failures(id));
            assertEquals(2, starts(id));
        }
    }

    @Test
    void whatATrainerPrintsIsNoReasonToWait() {
        UUID id = start(snapshots.snapshot(2), 20, 20);
        var run = await(id, RunState.FAILED);

        assertEquals(3, starts(id));
        assertTrue(String.valueOf(run.error()).contains("code 137"), run.error());
        assertTrue(String.valueOf(run.error()).endsWith("killed"), run.error());
        assertFalse(String.valueOf(run.error()).contains("No space"), "that was the first one's word");
    }

    @Test
    void aSilentTrainerIsTakenForDeadAndReplaced() {
        UUID id = start(snapshots.snapshot(2), 20, 16);
        Wait.until("the first attempt is given up", () -> failures(id) >= 1);
        await(id, RunState.DONE);

        assertEquals(1, failures(id));
        String why = sql.one(
                "select a.message from job_attempt a join job j on j.id = a.job_id"
                        + " where j.subject_id = ? and a.outcome = 'ERROR'",
                row -> row.getString("message"),
                id);
        assertTrue(why.contains("no progress"), why);
    }

    @Test
    void aTrainerThatTellsOfItsPreparationIsNotSilent() {
        UUID id = start(snapshots.snapshot(2), 20, 21);
        Wait.until(
                "the job shows it", () -> jobs.newest(TrainWork.KIND, id, 1).getFirst().stepsTotal() == 8);
        await(id, RunState.DONE);
        assertEquals(0, failures(id));
    }

    @Test
    void theJobIsAsPatientAsTheTrainersSettings() {
        var patience = work.patience().orElseThrow();
        assertTrue(patience.compareTo(settings.startWithin()) > 0, patience.toString());
        assertTrue(patience.compareTo(settings.silence()) > 0, patience.toString());
    }

    @Test
    void theTrainerOfAnEarlierAttemptIsEndedFirst() throws IOException {
        UUID id = start(snapshots.snapshot(2), 300, 4);
        Wait.until(
                "it trains", () -> rows.trainer(id).isPresent() && runs.byId(id).step() > 0);
        var trainer = rows.trainer(id).orElseThrow();
        var process = ProcessHandle.of(trainer.pid()).orElseThrow();

        TrainerProcess.endOrphan(new RunRows.Trainer(trainer.pid(), trainer.startedMillis() + 1), PATIENCE);
        assertTrue(process.isAlive(), "another process of the same number is left alone");
        TrainerProcess.endOrphan(trainer, PATIENCE);
        assertTrue(!process.isAlive(), "the orphan is gone");

        var run = await(id, RunState.DONE);
        assertEquals(300, ledger.metricsAfter(id, 0).size());
        assertNotEquals(null, run.modelVersionId());
    }

    @Test
    void aTrainerWorksOnWhileTheDatabaseIsAway() {
        UUID id = start(snapshots.snapshot(2), 100, 8);
        Wait.until("it trains", () -> runs.byId(id).step() > 0);
        QuarkusTransaction.requiringNew().run(() -> {
            sql.list("select id from job where subject_id = ? for update", row -> row.getString("id"), id);
            Wait.until("a connection of the job is cut", () -> !cutWhatWaitsForThisOne().isEmpty());
        });
        await(id, RunState.DONE);

        assertEquals(100, ledger.metricsAfter(id, 0).size(), "what it told meanwhile was entered later");
        int tries = sql.one("select attempt from job where subject_id = ?", row -> row.getInt("attempt"), id);
        assertEquals(1, tries);
        assertEquals(1, starts(id));
    }

    private List<Boolean> cutWhatWaitsForThisOne() {
        return sql.list(
                "select pg_terminate_backend(pid) as cut from pg_stat_activity"
                        + " where pg_backend_pid() = any (pg_blocking_pids(pid))",
                row -> row.getBoolean("cut"));
    }

    @Test
    void theTrainerOfALostWorkerIsEndedWhenItsRunIsCancelledMeanwhile() throws IOException {
        UUID id = start(snapshots.snapshot(2), 20, 13);
        await(id, RunState.FAILED);
        var survivor = new ProcessBuilder("sleep", "600").start();
        try {
            assertTrue(rows.requeue(id));
            rows.running(id, Instant.now());
            long began = TrainerProcess.started(survivor.toHandle());
            rows.trainer(id, new RunRows.Trainer(survivor.pid(), began));
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

    @Test
    void nonsenseIsRefusedByField() {
        UUID snapshot = snapshots.snapshot(1);
        var wish =
                new HashMap<String, Object>(Map.of("snapshotId", snapshot, "name", "x", "steps", 0, "learningRate", 5));
        Api.given().body(wish).post("/api/runs").then().statusCode(400).body("violations", hasSize(2));
        Api.given()
                .body(Map.of("snapshotId", UUID.randomUUID(), "name", "x"))
                .post("/api/runs")
                .then()
                .statusCode(404);
        Api.given().get("/api/runs/" + UUID.randomUUID()).then().statusCode(404);
        Api.given()
                .accept("text/event-stream")
                .get("/api/runs/" + UUID.randomUUID() + "/events")
                .then()
                .statusCode(404);
    }

    private int failures(UUID id) {
        return sql.one("select failures from job where subject_id = ?", row -> row.getInt("failures"), id);
    }

    private long starts(UUID id) {
        var events = new EventTail(folderOf(id)).next();
        return events.stream().filter(RunEvent.Started.class::isInstance).count();
    }

    private int firstStepOfLastAttempt(UUID id) {
        var tail = new EventTail(folderOf(id));
        return tail.next().stream()
                .filter(RunEvent.Started.class::isInstance)
                .reduce((a, b) -> b)
                .orElseThrow()
                .step();
    }

    @Inject
    RunFolder folders;

    private java.nio.file.Path folderOf(UUID id) {
        return folders.of(id);
    }

    private static UUID start(UUID snapshot, int steps, long seed) {
        return UUID.fromString(Api.given()
                .body(Map.of("snapshotId", snapshot, "name", "test", "steps", steps, "seed", seed))
                .post("/api/runs")
                .then()
                .statusCode(200)
                .extract()
                .path("id"));
    }

    private Run await(UUID id, RunState state) {
        Wait.until(
                "run " + id + " is " + state,
                () -> runs.byId(id).state().ended() || runs.byId(id).state() == state);
        var run = runs.byId(id);
        assertEquals(state, run.state(), () -> "error " + run.error());
        return run;
    }
}
