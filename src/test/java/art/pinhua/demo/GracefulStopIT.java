package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.ServerPrograms;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import art.pinhua.platform.postgres.PostgresVisit;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM in the middle of everything: streams end, votes on their way are stored and answered, a
/// picture under way goes back to the queue, engine and PostgreSQL leave with the application. A second
/// one meets bodies of which only half came.
class GracefulStopIT {
    private static final String PASSWORD = "stopping-password-1";
    private static final int VOTERS = 3;
    private static final int SIGTERM_STATUS = 143;
    /// Against hanging for ever; how long a stop takes is measured elsewhere.
    private static final Duration HANG = Duration.ofMinutes(5);

    /// A busy machine may need longer than usual; that streams do not wait for it, their order shows.
    /// Nor shall the votes that wait before the gate be given up as if the database were away.
    private static final Map<String, String> PATIENT = Map.of(
            "QUARKUS_SHUTDOWN_DELAY", "1s",
            "QUARKUS_SHUTDOWN_TIMEOUT", "120s",
            "QUARKUS_DATASOURCE_JDBC_READ_TIMEOUT", "60s");

    /// Half of it is what the second stop waits for bodies that do not come.
    private static final Map<String, String> SHORT =
            Map.of("QUARKUS_SHUTDOWN_DELAY", "1s", "QUARKUS_SHUTDOWN_TIMEOUT", "16s");

    @TempDir
    Path folder;

    @Test
    void nothingInFlightIsLost() throws Exception {
        try (var app = AppProcess.start(Repository.root(), ServerPrograms.sharedBy(folder), PATIENT);
                var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", PASSWORD);
            String campaign = CrowdCampaign.open(curator);
            var counts = EventReader.of(curator.open("/api/campaigns/" + campaign + "/events"));
            String generation = paint(curator);
            var steps = EventReader.of(curator.open("/api/generations/" + generation + "/events"));
            assertTrue(counts.first().await(HANG.toSeconds(), TimeUnit.SECONDS));
            assertTrue(steps.first().await(HANG.toSeconds(), TimeUnit.SECONDS));
            var children = app.handle().descendants().toList();
            assertFalse(children.isEmpty(), "the engine runs");
            try (var voters = Executors.newFixedThreadPool(VOTERS)) {
                var receipts = new ArrayList<Future<JsonNode>>();
                try (var server = EmbeddedPostgres.visit(folder.resolve("pg"));
                        var gate = server.connect()) {
                    shut(gate);
                    for (int i = 0; i < VOTERS; i++) {
                        receipts.add(voters.submit(() -> vote(app.address(), campaign)));
                    }
                    awaitWaiting(server);
                    app.ask();
                    endedWithoutError(counts);
                    endedWithoutError(steps);
                    assertTrue(app.handle().isAlive(), "it waits for the votes on their way");
                    gate.rollback();
                }
                for (var receipt : receipts) {
                    assertEquals("STORED", receipt.get().path("state").asText());
                }
            }
            assertTrue(Set.of(0, SIGTERM_STATUS).contains(app.awaitExit(HANG)));
            for (var child : children) {
                child.onExit().get(HANG.toSeconds(), TimeUnit.SECONDS);
            }
            assertFalse(Files.exists(folder.resolve("pg/data/postmaster.pid")), "PostgreSQL was stopped");

            long before = Files.size(serverLog());
            app.restart(Repository.root(), SHORT);
            startedClean(before);
            curator.signIn("admin", PASSWORD);
            assertEquals(
                    VOTERS,
                    curator.get("/api/campaigns/" + campaign)
                            .path("counts")
                            .path("votes")
                            .asInt());
            takenUpAgain(curator, generation);
            curator.close(); // none but half a body shall be open
            halfABodyDoesNotHoldUpTheStop(app);
        }
    }

    /// A client that sent half a body, and one that began a chunk, then nothing: nobody waits for the
    /// rest until the time for requests in flight is over.
    private static void halfABodyDoesNotHoldUpTheStop(AppProcess app) throws Exception {
        long before = Files.size(app.log());
        try (var half = halfSent(app, "/api/rating/votes", "application/json", "Content-Length: 1000\r\n\r\n{\"a\":");
                var chunk = halfSent(
                        app,
                        "/idp/token",
                        "application/x-www-form-urlencoded",
                        "Transfer-Encoding: chunked\r\n\r\n5\r\ncode=\r\n")) {
            TimeUnit.SECONDS.sleep(2); // both are awaited
            app.ask();
            assertTrue(Set.of(0, SIGTERM_STATUS).contains(app.awaitExit(HANG)));
            assertEquals(-1, half.getInputStream().read(), "cut, not answered");
            assertEquals(-1, chunk.getInputStream().read(), "cut, not answered");
            var log = since(before, app.log());
            assertTrue(log.contains("All HTTP requests complete"), log);
            assertFalse(log.contains(" ERROR "), log);
        }
    }

    private static Socket halfSent(AppProcess app, String path, String type, String rest) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), app.address().getPort());
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: localhost:"
                                + app.address().getPort()
                                + "\r\nContent-Type: " + type + "\r\nX-Pinhua-Request: 1\r\n" + rest)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /// Pictures that take some time, so that they are still under way when the stop comes: large ones,
    /// of many steps.
    private static String paint(ApiClient curator) throws IOException, InterruptedException {
        return curator.post(
                        "/api/generations",
                        Map.of(
                                "prompt",
                                "夜空下穿红色长袍的人",
                                "count",
                                4,
                                "steps",
                                100,
                                "seed",
                                1,
                                "width",
                                128,
                                "height",
                                128))
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

    /// Votes come as far as the table and wait there.
    private static void shut(Connection gate) throws SQLException {
        gate.setAutoCommit(false);
        try (var lock = gate.createStatement()) {
            lock.execute("lock table vote in share mode");
        }
    }

    private static JsonNode vote(URI app, String campaign) throws IOException, InterruptedException {
        try (var visitor = new ApiClient(app)) {
            var queue = visitor.post("/api/rating/campaigns/" + campaign + "/next", Map.of("count", 1));
            return visitor.post("/api/rating/votes", CrowdCampaign.vote(queue.get(0)));
        }
    }

    private static void awaitWaiting(PostgresVisit server) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + HANG.toNanos();
        try (var connection = server.connect();
                var count = connection.prepareStatement(
                        "select count(*) from pg_locks where relation = 'vote'::regclass and not granted")) {
            for (int waiting = 0; waiting < VOTERS; TimeUnit.MILLISECONDS.sleep(50)) {
                assertTrue(System.nanoTime() < deadline, "the votes did not arrive");
                try (var row = count.executeQuery()) {
                    row.next();
                    waiting = row.getInt(1);
                }
            }
        }
    }

    private static String since(long before, Path log) throws IOException {
        byte[] all = Files.readAllBytes(log);
        return new String(all, (int) before, all.length - (int) before, StandardCharsets.UTF_8);
    }

    private void startedClean(long before) throws IOException {
        var start = since(before, serverLog());
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
                assertTrue(job.path("attempt").asInt() > 1, job::toString);
                assertEquals(0, job.path("failures").asInt(), job::toString);
                return;
            }
        }
        throw new AssertionError("no job of the generation in " + jobs);
    }
}
