package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM in the middle of everything: streams end, votes on their way are stored and answered, a picture under way
/// goes back to the queue, engine and PostgreSQL leave with the application.
class GracefulStopIT {
    private static final String PASSWORD = "stopping-password-1";
    private static final int VOTERS = 3;
    private static final int SIGTERM_STATUS = 143;
    /// Against hanging for ever; how long a stop takes is measured elsewhere.
    private static final Duration HANG = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    @Test
    void nothingInFlightIsLost() throws Exception {
        try (var app = AppProcess.start(Repository.root(), folder, Map.of());
                var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", PASSWORD);
            String campaign = CrowdCampaign.open(curator);
            var counts = EventReader.of(curator.open("/api/campaigns/" + campaign + "/events"));
            String generation = paint(curator);
            var steps = EventReader.of(curator.open("/api/generations/" + generation + "/events"));
            assertTrue(counts.first().await(HANG.toSeconds(), TimeUnit.SECONDS));
            assertTrue(steps.first().await(HANG.toSeconds(), TimeUnit.SECONDS));
            var voters = new ArrayList<SlowVoter>();
            for (int i = 0; i < VOTERS; i++) {
                voters.add(SlowVoter.begin(app.address(), campaign));
            }
            var children = app.handle().descendants().toList();
            assertFalse(children.isEmpty(), "the engine runs");

            app.ask();
            endedWithoutError(counts);
            endedWithoutError(steps);
            assertTrue(app.handle().isAlive(), "it waits for the votes on their way");
            for (var voter : voters) {
                stored(voter);
            }
            assertTrue(Set.of(0, SIGTERM_STATUS).contains(app.awaitExit(HANG)));
            for (var child : children) {
                child.onExit().get(HANG.toSeconds(), TimeUnit.SECONDS);
            }
            assertFalse(Files.exists(folder.resolve("pg/data/postmaster.pid")), "PostgreSQL was stopped");

            long before = Files.size(serverLog());
            app.restart(Repository.root(), Map.of());
            startedClean(before);
            curator.signIn("admin", PASSWORD);
            assertEquals(
                    VOTERS,
                    curator.get("/api/campaigns/" + campaign)
                            .path("counts")
                            .path("votes")
                            .asInt());
            takenUpAgain(curator, generation);
        }
    }

    /// A picture that takes some time.
    private static String paint(ApiClient curator) throws IOException, InterruptedException {
        return curator.post("/api/generations", Map.of("prompt", "夜空下穿红色长袍的人", "count", 2, "steps", 100, "seed", 1))
                .path("id")
                .asText();
    }

    private static void endedWithoutError(EventReader events) throws Exception {
        List<String> lines = events.ended().get(HANG.toSeconds(), TimeUnit.SECONDS);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("data:")), lines::toString);
        assertTrue(
                lines.stream().noneMatch(line -> line.contains("failed") || line.contains("error\":")),
                lines::toString);
    }

    private static void stored(SlowVoter voter) throws IOException {
        try (voter) {
            var answer = voter.finish();
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertTrue(answer.contains("\"STORED\""), answer);
        }
    }

    private void startedClean(long before) throws IOException {
        byte[] log = Files.readAllBytes(serverLog());
        var start = new String(log, (int) before, log.length - (int) before, StandardCharsets.UTF_8);
        assertTrue(start.contains("database system was shut down at"), start);
        assertFalse(start.contains("not properly shut down") || start.contains("automatic recovery"), start);
    }

    private Path serverLog() {
        return folder.resolve("pg/postgres.log");
    }

    /// The generation goes on after the start, and stopping was no failure of its job.
    private static void takenUpAgain(ApiClient curator, String generation) throws Exception {
        long deadline = System.nanoTime() + HANG.toNanos();
        while (!curator.get("/api/generations/" + generation)
                .path("state")
                .asText()
                .equals("DONE")) {
            assertTrue(System.nanoTime() < deadline, "the generation was not taken up again");
            TimeUnit.MILLISECONDS.sleep(200);
        }
        JsonNode jobs = curator.get("/api/jobs");
        for (var job : jobs) {
            if (job.path("subjectId").asText().equals(generation)) {
                assertEquals(2, job.path("attempt").asInt(), job::toString);
                assertEquals(0, job.path("failures").asInt(), job::toString);
                return;
            }
        }
        throw new AssertionError("no job of the generation in " + jobs);
    }
}
