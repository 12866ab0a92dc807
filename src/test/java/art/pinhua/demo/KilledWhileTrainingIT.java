package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import art.pinhua.ServerPrograms;
import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.starter.OpenPrompts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 in the middle of a training run, of the application with its trainer and then of the application alone: the
/// run goes on by itself, ends in the bytes of an undisturbed run, and its page tells every step once.
class KilledWhileTrainingIT {
    private static final String PASSWORD = "training-password-1";
    private static final int STEPS = 40;

    /// Frequent checkpoints, and a lost worker is noticed within seconds instead of two minutes.
    private static final Map<String, String> SETTINGS = Map.of(
            "PINHUA_TRAINER_CHECKPOINT_EVERY", "3",
            "PINHUA_TRAINER_THREADS", "1",
            "PINHUA_JOBS_TRAIN_HEARTBEAT", "1s");

    @TempDir
    Path folder;

    @Test
    void runGoesOnAfterEachKillToTheSameBytes() throws Exception {
        Path root = Repository.root();
        try (var app = AppProcess.start(root, ServerPrograms.sharedBy(folder), SETTINGS);
                var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", PASSWORD);
            String run = start(curator, snapshot(app, curator));

            awaitStep(curator, run, 4);
            Path again = folder.resolve("again");
            Process undisturbed = undisturbed(root, run, again);
            try {
                JsonNode done = endAfterKills(app, curator, run);
                checkResumes(run);
                checkStory(curator, run);
                assertEquals(1, adapters(curator), "one adapter");
                assertEquals(0, undisturbed.waitFor(), () -> "see " + again.resolve("log"));
                String sha256 = FileDigest.of(again.resolve(RunFiles.ADAPTER));
                assertEquals(sha256, done.path("adapterSha256").asText());
            } finally {
                undisturbed.destroyForcibly().waitFor();
            }
        }
    }

    /// Of the run that is under way; the application is killed twice, with its trainer and without.
    private JsonNode endAfterKills(AppProcess app, ApiClient curator, String run) throws Exception {
        ProcessHandle trainer = trainerOf(app);
        app.kill();
        trainer.destroyForcibly();
        app.restart(Repository.root(), SETTINGS);
        curator.signIn("admin", PASSWORD);
        awaitStarts(run, 2);
        awaitStepsOfLastStart(curator, run, 2);

        ProcessHandle survivor = trainerOf(app);
        app.kill();
        assertTrue(survivor.isAlive(), "the trainer outlives the application, until the next one ends it");
        app.restart(Repository.root(), SETTINGS);
        curator.signIn("admin", PASSWORD);
        JsonNode done = awaitEnd(curator, run);

        assertEquals("DONE", done.path("state").asText(), () -> "the run ended as " + done);
        assertTrue(!survivor.isAlive(), "two trainers on one folder");
        return done;
    }

    // ---- before

    /// Of enough votes that one person does not answer all of them alike by chance, and so is left out.
    private static String snapshot(AppProcess app, ApiClient curator) throws Exception {
        String prompts = curator.post(
                        "/api/prompt-sets",
                        Map.of("name", "p", "format", "LINES", "text", String.join("\n", OpenPrompts.list(0, 8))))
                .path("id")
                .asText();
        String campaign = curator.post(
                        "/api/campaigns",
                        Map.of(
                                "name", "killed",
                                "kind", "COLLECTION",
                                "question", "哪张更好?",
                                "promptSetId", prompts,
                                "audience", "EXPERTS",
                                "taskKind", "PAIR",
                                "imagesPerPrompt", 3,
                                "overlap", 1,
                                "goldShare", 0))
                .path("id")
                .asText();
        curator.post("/api/campaigns/" + campaign + "/open", Map.of());
        await(
                () -> curator.get("/api/campaigns/" + campaign)
                        .path("state")
                        .asText()
                        .equals("OPEN"),
                "pictures");
        int votes = new DemoPeople(app.address(), curator, PASSWORD).vote(campaign, 1, 0, Integer.MAX_VALUE);
        assertTrue(votes >= 20, "votes: " + votes);
        curator.post("/api/campaigns/" + campaign + "/close", Map.of());
        JsonNode curated = DemoJobs.curate(curator, campaign);
        String curation = curated.path("id").asText();
        if (curated.path("kept").asInt() == 0) {
            fail("no vote counts: " + curated.path("excluded")
                    + curator.get("/api/curations/" + curation + "/votes?reason=STRAIGHT_LINER"));
        }
        return DemoJobs.freeze(curator, curation, "killed").path("id").asText();
    }

    private static String start(ApiClient curator, String snapshot) throws Exception {
        return curator.post(
                        "/api/runs",
                        Map.of("snapshotId", snapshot, "name", "killed", "steps", STEPS, "rank", 4, "batchGroups", 4))
                .path("id")
                .asText();
    }

    // ---- meanwhile

    private interface Condition {
        boolean holds() throws Exception;
    }

    /// Guards against waiting for ever, says nothing about speed.
    private static void await(Condition condition, String what) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain for " + what);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void awaitStep(ApiClient curator, String run, int step) throws Exception {
        await(() -> curator.get("/api/runs/" + run).path("step").asInt() >= step, "step " + step);
        assertEquals("RUNNING", curator.get("/api/runs/" + run).path("state").asText(), "in mid-run");
    }

    private void awaitStarts(String run, int starts) throws Exception {
        await(() -> starts(run).size() >= starts, "start " + starts + " of the trainer");
    }

    /// By what the trainer wrote: the application may show a step of the one before for a moment.
    private void awaitStepsOfLastStart(ApiClient curator, String run, int steps) throws Exception {
        await(() -> stepsOfLastStart(run) >= steps, steps + " steps of the trainer that started last");
        assertEquals("RUNNING", curator.get("/api/runs/" + run).path("state").asText(), "in mid-run");
    }

    private static JsonNode awaitEnd(ApiClient curator, String run) throws Exception {
        await(
                () -> !List.of("QUEUED", "RUNNING")
                        .contains(curator.get("/api/runs/" + run).path("state").asText()),
                "the end of the run");
        return curator.get("/api/runs/" + run);
    }

    private static ProcessHandle trainerOf(AppProcess app) {
        return app.handle()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("TrainMain"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no trainer is running"));
    }

    // ---- afterwards

    private Path folderOf(String run) {
        return folder.resolve("runs").resolve(run);
    }

    private List<RunEvent.Started> starts(String run) throws IOException {
        return RunFiles.events(folderOf(run)).stream()
                .filter(RunEvent.Started.class::isInstance)
                .map(RunEvent.Started.class::cast)
                .toList();
    }

    private int stepsOfLastStart(String run) throws IOException {
        int steps = 0;
        for (RunEvent event : RunFiles.events(folderOf(run))) {
            if (event instanceof RunEvent.Started) {
                steps = 0;
            } else if (event instanceof RunEvent.Step) {
                steps++;
            }
        }
        return steps;
    }

    /// It went on from checkpoints: never again from nothing.
    private void checkResumes(String run) throws IOException {
        List<Integer> steps = starts(run).stream().map(RunEvent.Started::step).toList();
        assertEquals(3, steps.size(), () -> "starts at " + steps);
        assertEquals(0, steps.getFirst());
        assertTrue(steps.get(1) >= 3 && steps.get(2) > steps.get(1), () -> "starts at " + steps);
    }

    /// The page of the run hears every step once and in order, then the end.
    private static void checkStory(ApiClient curator, String run) throws Exception {
        var json = new ObjectMapper();
        var steps = new ArrayList<Integer>();
        var ends = new ArrayList<String>();
        String told;
        try (var stream = curator.open("/api/runs/" + run + "/events")) {
            told = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String line : told.lines().toList()) {
            if (line.startsWith("data:")) {
                JsonNode event = json.readTree(line.substring("data:".length()));
                switch (event.path("type").asText()) {
                    case "step" -> steps.add(event.path("step").asInt());
                    case "heldout", "sample" -> {}
                    default -> ends.add(event.path("type").asText());
                }
            }
        }
        assertEquals(IntStream.rangeClosed(1, STEPS).boxed().toList(), steps);
        assertEquals(List.of("done"), ends);
    }

    private static long adapters(ApiClient curator) throws Exception {
        long adapters = 0;
        for (JsonNode version : curator.get("/api/model-versions")) {
            adapters += version.has("adapterSha256") ? 1 : 0;
        }
        return adapters;
    }

    /// The same `run.json` in a folder of its own, from the first step to the last, while the other is
    /// killed; whatever else wants a processor goes first.
    private Process undisturbed(Path root, String run, Path again) throws IOException {
        Files.createDirectories(again);
        Files.copy(folderOf(run).resolve(RunFiles.CONFIG), again.resolve(RunFiles.CONFIG));
        Path engine = root.resolve("training/target");
        String classPath = engine.resolve("pinhua-training-0.1.0-SNAPSHOT.jar") + File.pathSeparator
                + engine.resolve("engine") + "/*";
        var builder = new ProcessBuilder(
                        "nice",
                        "-n",
                        "19",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dai.djl.offline=true",
                        "-Djava.awt.headless=true",
                        "-cp",
                        classPath,
                        "art.pinhua.training.TrainMain",
                        again.toString())
                .redirectErrorStream(true)
                .redirectOutput(again.resolve("log").toFile());
        String usual = folder.resolve("cache/djl").toString();
        builder.environment().put("DJL_CACHE_DIR", System.getenv().getOrDefault("PINHUA_TRAINER_CACHE", usual));
        return builder.start();
    }
}
