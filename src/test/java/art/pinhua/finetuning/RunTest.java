package art.pinhua.finetuning;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.curation.TestCurations;
import art.pinhua.dataset.TestSnapshots;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.AdapterCard;
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

    @Inject
    TestSnapshots snapshots;

    @Inject
    TestWords words;

    @Inject
    Runs runs;

    @Inject
    RunLedger ledger;

    @Inject
    Registry registry;

    @Inject
    Blobs blobs;

    @Inject
    RunFolder folders;

    @Inject
    TestRuns started;

    @Inject
    Sql sql;

    @Inject
    FinishedRuns finished;

    @Test
    void aRunEndsInAnAdapterAndAModelVersion() throws IOException {
        UUID snapshot = snapshots.snapshot(5);
        UUID id = TestRuns.start(snapshot, 20, 1);
        var run = started.await(id, RunState.DONE);

        assertEquals(20, run.step());
        assertNull(run.stopped());
        assertEquals(20, ledger.metricsAfter(id, 0).size());
        assertEquals(.75, run.heldoutAccuracy());
        var version = registry.version(java.util.Objects.requireNonNull(run.modelVersionId()));
        var adapter = java.util.Objects.requireNonNull(version.adapter());
        assertEquals(
                "adapter of seed 1 after 20 steps", new String(blobs.read(adapter.sha256()), StandardCharsets.UTF_8));
        assertEquals(.5, adapter.alpha(), "as the file has it");
        assertEquals(List.of("to_k", "to_q"), adapter.targetModules());
        assertEquals(1_234, card(adapter.id()).parameters());
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

    private AdapterCard card(UUID adapter) {
        return registry.adapters().stream()
                .filter(each -> each.id().equals(adapter))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRunThatItsRulesStopSaysWhyAndHasItsAdapter() {
        UUID id = TestRuns.start(snapshots.snapshot(3), 20, 17);
        var run = started.await(id, RunState.DONE);

        assertEquals(9, run.step(), "steps done, not steps wished");
        Api.given()
                .get("/api/runs/" + id)
                .then()
                .statusCode(200)
                .body("stopped.rule", equalTo("DRIFT"))
                .body("stopped.measured", equalTo(.0625f))
                .body("stopped.limit", equalTo(.05f))
                .body("stopped.layer", equalTo("mid_block.to_q"));
    }

    @Test
    void aFinishedRunKeepsNoCheckpointsAndOnesThatMayGoOnDo() throws IOException {
        UUID done = TestRuns.start(snapshots.snapshot(2), 20, 9);
        started.await(done, RunState.DONE);
        Wait.until("its folder is cleared", () -> !holds(done, RunFiles.CHECKPOINTS) && !holds(done, RunFiles.SAMPLES));
        assertTrue(holds(done, RunFiles.CONFIG) && holds(done, RunFiles.EVENTS));
        UUID failed = TestRuns.start(snapshots.snapshot(2), 20, 13);
        started.await(failed, RunState.FAILED);

        for (UUID id : List.of(done, failed)) {
            Files.createDirectories(folderOf(id).resolve(RunFiles.CHECKPOINTS));
            Files.writeString(folderOf(id).resolve(RunFiles.CHECKPOINTS).resolve("step"), "5");
        }
        finished.clear();
        assertFalse(holds(done, RunFiles.CHECKPOINTS), "left by a worker that died");
        assertTrue(holds(failed, RunFiles.CHECKPOINTS + "/step"));
    }

    private boolean holds(UUID id, String name) {
        return Files.exists(folderOf(id).resolve(name));
    }

    @Test
    void aLongStoryIsEnteredInPartsThatTakeNothingBack() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 13);
        started.await(id, RunState.FAILED);
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
        UUID id = TestRuns.start(snapshots.snapshot(2), 20, 5);
        var run = started.await(id, RunState.DONE);
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
        UUID id = TestRuns.start(snapshots.freeze(curation), 20, 7);
        started.await(id, RunState.DONE);
        RunConfig config = RunFiles.config(folders.of(id));
        Path file = SnapshotFiles.word(Path.of(config.snapshot()), word.sha256());
        assertEquals(
                List.of(new ModelSource.Word(file.toString(), "qtrained")),
                config.base().words());
        assertArrayEquals(blobs.read(word.sha256()), Files.readAllBytes(file));
    }

    @Test
    void theStreamTellsEveryStepAndTheEnd() {
        UUID id = TestRuns.start(snapshots.snapshot(2), 30, 2);
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
        UUID id = TestRuns.start(snapshots.snapshot(2), 4_000, 3);
        Wait.until("some steps are done", () -> runs.byId(id).step() >= 7);
        Api.given().post("/api/runs/" + id + "/cancel").then().statusCode(200).body("cancelRequested", equalTo(true));
        var cancelled = started.await(id, RunState.CANCELLED);
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
        assertEquals(step, started.firstStepOfLastAttempt(id));
        Api.given()
                .post("/api/runs/" + id + "/resume")
                .then()
                .statusCode(409)
                .body("code", equalTo("RUN_NOT_RESUMABLE"));
        Api.given().post("/api/runs/" + id + "/cancel").then().statusCode(200);
        started.await(id, RunState.CANCELLED);
    }

    @Test
    void aSnapshotOfVotesThatWereWithdrawnSinceTeachesNoNewAdapter() {
        UUID curation = snapshots.curation(1);
        UUID snapshot = snapshots.freeze(curation);
        started.await(TestRuns.start(snapshot, 5, 8), RunState.DONE);
        TestCurations.withdrawOne(sql, curation);

        Api.given()
                .body(Map.of("snapshotId", snapshot, "name", "late", "steps", 5, "seed", 9))
                .post("/api/runs")
                .then()
                .statusCode(409)
                .body("code", equalTo("VOTES_WITHDRAWN"));
    }

    @Test
    void aRunOfVotesThatWereWithdrawnSinceIsNotTakenUpAgain() {
        UUID curation = snapshots.curation(1);
        UUID id = TestRuns.start(snapshots.freeze(curation), 20, 13);
        started.await(id, RunState.FAILED);
        TestCurations.withdrawOne(sql, curation);

        Api.given().post("/api/runs/" + id + "/resume").then().statusCode(409).body("code", equalTo("VOTES_WITHDRAWN"));
        assertEquals(RunState.FAILED, runs.byId(id).state(), "as it was");
    }

    @Test
    void nonsenseIsRefusedByField() {
        UUID snapshot = snapshots.snapshot(1);
        var wish =
                new HashMap<String, Object>(Map.of("snapshotId", snapshot, "name", "x", "steps", 0, "learningRate", 5));
        Api.given()
                .body(wish)
                .post("/api/runs")
                .then()
                .statusCode(400)
                .body("violations.field", containsInAnyOrder("steps", "learningRate"));
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

    private java.nio.file.Path folderOf(UUID id) {
        return folders.of(id);
    }
}
