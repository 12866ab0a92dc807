package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.ServerPrograms;
import art.pinhua.training.io.Png;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 of the engine in the middle of a picture: the application starts another one, and the same
/// job ends with all of its pictures, which are those of an undisturbed one.
class KilledWhilePaintingIT {
    private static final String PASSWORD = "painting-password-1";
    private static final int STEPS = 60;
    private static final List<String> SEEDS = List.of("21", "22");

    /// Levels of 255, on average: of pictures drawn side by side and one by one the sums are rounded
    /// differently, those of other seeds differ by tens.
    private static final double MOST_DIFFERENCE = 1;

    @TempDir
    Path folder;

    @Test
    void theSameJobEndsWithItsPictures() throws Exception {
        try (var app = AppProcess.start(Repository.root(), ServerPrograms.sharedBy(folder), Map.of());
                var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", PASSWORD);
            String generation = paint(curator);
            String job = jobOf(curator, generation).path("id").asText();
            await(() -> view(curator, generation).path("step").asInt() >= 2, "the second step");
            ProcessHandle engine = engineOf(app);
            assertTrue(engine.destroyForcibly());
            engine.onExit().get(1, TimeUnit.MINUTES);
            JsonNode killed = view(curator, generation);
            assertEquals("RUNNING", killed.path("state").asText(), "in mid-picture");
            assertTrue(killed.path("images").isEmpty(), killed::toString);

            JsonNode done = awaitEnd(curator, generation);
            assertEquals("DONE", done.path("state").asText(), done::toString);
            assertEquals(SEEDS, seeds(done));
            JsonNode ended = jobOf(curator, generation);
            assertEquals(job, ended.path("id").asText());
            assertEquals(1, ended.path("attempt").asInt(), ended::toString);
            assertEquals(0, ended.path("failures").asInt(), ended::toString);
            assertNotEquals(engine.pid(), engineOf(app).pid());
            assertFalse(engine.isAlive());

            JsonNode again = awaitEnd(curator, paint(curator));
            assertEquals(SEEDS, seeds(again));
            for (int i = 0; i < SEEDS.size(); i++) {
                double difference = difference(picture(curator, done, i), picture(curator, again, i));
                assertTrue(difference < MOST_DIFFERENCE, "picture " + i + " differs by " + difference);
            }
            double others = difference(picture(curator, done, 0), picture(curator, done, 1));
            assertTrue(others > MOST_DIFFERENCE, "two seeds, one picture: they differ by " + others);
        }
    }

    /// Pictures that take some time: large ones, of many steps.
    private static String paint(ApiClient curator) throws IOException, InterruptedException {
        return curator.post(
                        "/api/generations",
                        Map.of(
                                "prompt",
                                "夜空下穿红色长袍的人",
                                "count",
                                SEEDS.size(),
                                "steps",
                                STEPS,
                                "seed",
                                Integer.parseInt(SEEDS.getFirst()),
                                "width",
                                128,
                                "height",
                                128))
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
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static JsonNode awaitEnd(ApiClient curator, String generation) throws Exception {
        await(
                () -> !List.of("QUEUED", "RUNNING")
                        .contains(view(curator, generation).path("state").asText()),
                "the end of the generation");
        return view(curator, generation);
    }

    private static JsonNode view(ApiClient curator, String generation) throws IOException, InterruptedException {
        return curator.get("/api/generations/" + generation);
    }

    private static JsonNode jobOf(ApiClient curator, String generation) throws IOException, InterruptedException {
        for (JsonNode job : curator.get("/api/jobs")) {
            if (job.path("subjectId").asText().equals(generation)) {
                return job;
            }
        }
        throw new AssertionError("no job of the generation");
    }

    private static ProcessHandle engineOf(AppProcess app) {
        return app.handle()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("EngineMain"))
                .filter(ProcessHandle::isAlive)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no engine is running"));
    }

    // ---- pictures

    private static List<String> seeds(JsonNode generation) {
        var seeds = new ArrayList<String>();
        for (JsonNode image : generation.path("images")) {
            seeds.add(image.path("seed").asText());
        }
        return seeds;
    }

    private static Png.Pixels picture(ApiClient curator, JsonNode generation, int place)
            throws IOException, InterruptedException {
        String url = generation.path("images").path(place).path("url").asText();
        return Png.read(curator.bytes(url), 4096);
    }

    private static double difference(Png.Pixels one, Png.Pixels other) {
        assertEquals(one.rgb().length, other.rgb().length);
        double sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF));
        }
        return sum / one.rgb().length;
    }
}
