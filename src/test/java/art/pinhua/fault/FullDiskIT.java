package art.pinhua.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.demo.ApiClient;
import art.pinhua.demo.AppProcess;
import art.pinhua.demo.CrowdCampaign;
import art.pinhua.demo.Repository;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import art.pinhua.training.contract.FileDigest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks that fill up, on volumes of their own: that of the pictures (bytes, then file entries), that of the database.
/// Needs the right to mount; without it the test says so and is skipped.
@Tag("slow")
class FullDiskIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> SETTINGS = Map.of(
            "PINHUA_LIMITS_ENABLED", "false",
            "PINHUA_JOBS_WAITING", "2s",
            "PINHUA_DISK_RESERVE", "8M",
            "PINHUA_POSTGRES_BALLAST", "96M");

    @TempDir
    Path folder;

    private Path volume = Path.of("");

    @BeforeEach
    void requireMounts() throws Exception {
        Assumptions.assumeTrue(run("unshare", "-m", "true") == 0, "full disks need the right to mount (root)");
    }

    @AfterEach
    void unmount() throws Exception {
        if (!volume.toString().isEmpty()) {
            run("umount", "-l", volume.toString());
        }
    }

    /// Row 13.
    @Test
    void picturesWaitForRoomAndVotesGoOn() throws Exception {
        waitsAndGoesOn(13, "image disk full", "size=64m", full -> fill(full.resolve("filler")));
    }

    /// Row 15.
    @Test
    void picturesWaitForFileEntriesAndVotesGoOn() throws Exception {
        waitsAndGoesOn(15, "file entries of the image disk used up", "size=64m,nr_inodes=400", full -> {
            var entries = Files.createDirectories(full.resolve("filler"));
            try {
                for (int i = 0; ; i++) {
                    Files.createFile(entries.resolve(Integer.toString(i)));
                }
            } catch (IOException none) {
                // that was the last one
            }
        });
    }

    private interface Filling {
        void fill(Path volume) throws IOException;
    }

    private void waitsAndGoesOn(int row, String fault, String options, Filling filling) throws Exception {
        var data = folder.resolve("data");
        mount(data.resolve("blobs"), options);
        try (var app = AppProcess.start(Repository.root(), data, SETTINGS);
                var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", House.PASSWORD);
            var campaign = CrowdCampaign.open(curator);
            var journal = new Journal(folder.resolve("journal"));
            try (var load = new VoteLoad(List.of(app.address()), campaign, journal, row).start(2)) {
                load.awaitReceipts(10, PATIENCE);
                filling.fill(volume);
                var generation = curator.post("/api/generations", Map.of("prompt", "竹林", "count", 4, "steps", 4))
                        .path("id")
                        .asText();
                VoteFaults.await(
                        "the job says what it waits for",
                        () -> job(curator, generation).path("message").asText().contains("Make room"));
                int before = load.count().acknowledged();
                load.awaitReceipts(10, PATIENCE);
                TimeUnit.SECONDS.sleep(5);
                var waiting = job(curator, generation);
                assertEquals(0, waiting.path("failures").asInt(), waiting::toString);
                assertTrue(curator.get("/api/system").toString().contains("\"disk\""));
                assertEquals(0, damaged(), "no half blobs");

                run("rm", "-rf", volume.resolve("filler").toString());
                long freed = System.nanoTime();
                VoteFaults.await(
                        "the pictures are drawn",
                        () -> curator.get("/api/generations/" + generation)
                                .path("state")
                                .asText()
                                .equals("DONE"));
                var recovery = Duration.ofNanos(System.nanoTime() - freed);
                assertTrue(recovery.toSeconds() <= 30, recovery::toString);
                int meanwhile = load.count().acknowledged() - before;
                load.finish();
                FaultReport.row(
                        row,
                        fault,
                        "pictures wait without blame, " + meanwhile
                                + " votes meanwhile, drawn " + FaultReport.seconds(recovery) + " after there is room; "
                                + proved(data, journal));
            }
        }
    }

    /// Row 14: first no table can grow, and half of the ballast gives votes room; then the log fills that too, the
    /// server
    /// panics and cannot even recover, and the launcher throws the rest away.
    @Test
    void theBallastBringsTheDatabaseBack() throws Exception {
        var data = folder.resolve("data");
        mount(data.resolve("pg"), "size=480m");
        try (var app = AppProcess.start(Repository.root(), data, SETTINGS);
                var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", House.PASSWORD);
            var campaign = CrowdCampaign.open(curator);
            var ballast = volume.resolve("ballast");
            VoteFaults.await("the ballast is aboard", () -> Files.exists(ballast));
            long whole = Files.size(ballast);
            var journal = new Journal(folder.resolve("journal"));
            try (var load = new VoteLoad(List.of(app.address()), campaign, journal, 14).start(2)) {
                load.awaitReceipts(10, PATIENCE);
                fill(volume.resolve("filler"));
                VoteFaults.await("half of the ballast is given up", () -> Files.size(ballast) == whole / 2);
                var first = load.awaitReceipts(10, PATIENCE);

                fillTheLog();
                VoteFaults.await("the rest is thrown away", () -> !Files.exists(ballast));
                var second = load.awaitReceipts(10, PATIENCE);
                var during = load.count();
                Files.delete(volume.resolve("filler"));
                VoteFaults.await("there is ballast again", () -> Files.exists(ballast));
                load.awaitReceipts(10, PATIENCE);
                load.finish();
                FaultReport.row(
                        14,
                        "disk of the database full; then PostgreSQL panics and cannot recover",
                        "votes again " + FaultReport.seconds(first) + " after half of the ballast was given up, "
                                + FaultReport.seconds(second) + " after the rest was, both by itself; "
                                + during.errors() + " answers 5xx until then; " + proved(data, journal));
            }
        }
    }

    /// Until there is no room for the log, and the server panics.
    private void fillTheLog() {
        assertThrows(SQLException.class, () -> {
            try (var server = EmbeddedPostgres.visit(volume);
                    var connection = server.connect();
                    var statement = connection.createStatement()) {
                for (int i = 0; i < 2_000; i++) {
                    statement.execute("select pg_logical_emit_message(false, 'fill', repeat('x', 1 << 20))");
                }
            }
        });
    }

    private static LedgerCheck.Findings proved(Path data, Journal journal) throws Exception {
        try (var server = EmbeddedPostgres.visit(data.resolve("pg"));
                var connection = server.connect()) {
            var findings = LedgerCheck.of(journal.file(), connection);
            assertEquals(List.of(), findings.faults());
            return findings;
        }
    }

    private static JsonNode job(ApiClient curator, String subject) throws IOException, InterruptedException {
        for (var job : curator.get("/api/jobs")) {
            if (job.path("subjectId").asText().equals(subject)) {
                return job;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /// Blobs whose bytes are not those of their name.
    private int damaged() throws Exception {
        int damaged = 0;
        try (var files = Files.walk(volume)) {
            for (var file : files.filter(each -> each.getFileName().toString().matches("[0-9a-f]{64}"))
                    .toList()) {
                damaged += FileDigest.of(file).equals(file.getFileName().toString()) ? 0 : 1;
            }
        }
        return damaged;
    }

    private void mount(Path at, String options) throws Exception {
        Files.createDirectories(at);
        assertEquals(0, run("mount", "-t", "tmpfs", "-o", options, "tmpfs", at.toString()));
        volume = at;
    }

    /// Writes until there is no room, to the last byte.
    private static void fill(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int size = 1 << 20; size > 0; size /= 2) {
                try {
                    while (true) {
                        channel.write(ByteBuffer.allocate(size));
                    }
                } catch (IOException full) {
                    // a smaller piece may still fit
                }
            }
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
