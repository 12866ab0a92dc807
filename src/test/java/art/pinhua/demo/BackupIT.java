package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.ServerPrograms;
import art.pinhua.fault.FaultReport;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup taken while people vote, restored elsewhere: the same ledger, every blob, and an application that starts on
/// it. What was damaged is found.
class BackupIT {
    private static final String PASSWORD = "backup-password-1";
    private static final Pattern LEDGER = Pattern.compile("(\\d+) votes, ledger ([0-9a-f]{64})");

    private record Told(int status, String words) {}

    @TempDir
    Path folder;

    @Test
    void whatWasSavedComesBack() throws Exception {
        var data = folder.resolve("data");
        var saved = folder.resolve("saved");
        var elsewhere = folder.resolve("elsewhere");
        String campaign;
        int votes;
        try (var app = AppProcess.start(Repository.root(), ServerPrograms.sharedBy(data), AppProcess.WITHOUT_LIMITS);
                var curator = new ApiClient(app.address())) {
            curator.acceptInvitation(app.invitation(), "admin", PASSWORD);
            campaign = CrowdCampaign.open(curator);
            var backup = whileVoting(app, campaign, () -> care(data, "backup", saved.toString()));
            assertEquals(0, backup.status(), backup.words());
            votes = votesOf(backup);
            assertTrue(votes > 0, backup.words());
            try (var beside = Executors.newSingleThreadExecutor()) {
                var again = beside.submit(() -> care(data, "backup", saved.toString()));
                var running = care(data, "fsck");
                assertTrue(running.status() == 0 && running.words().contains(" 0 missing, 0 damaged"), running.words());
                var refused = again.get();
                assertTrue(refused.status() == 1 && refused.words().contains("is not empty"), refused.words());
            }
        }

        long began = System.nanoTime();
        var restored = care(elsewhere, "restore", saved.toString());
        assertEquals(0, restored.status(), restored.words());
        assertEquals(votes, votesOf(restored));
        FaultReport.row(
                28,
                "restore of a backup into another folder",
                "the same ledger and every blob after "
                        + FaultReport.seconds(Duration.ofNanos(System.nanoTime() - began)) + " (" + votes + " votes)");
        allButTheBucketComesBack(saved);
        if ("root".equals(System.getProperty("user.name"))) {
            itComesBackWhereNamespacesAreForbidden(saved);
        }
        try (var app = AppProcess.start(Repository.root(), elsewhere, Map.of());
                var curator = new ApiClient(app.address())) {
            curator.signIn("admin", PASSWORD);
            var counts = curator.get("/api/campaigns/" + campaign).path("counts");
            assertEquals(votes, counts.path("votes").asInt());
        }

        Files.writeString(saved.resolve("secrets/rater-key"), "another");
        try (var beside = Executors.newSingleThreadExecutor()) {
            var third = beside.submit(() -> care(folder.resolve("third"), "restore", saved.toString()));
            cannotReadABlob(elsewhere);
            losesABlob(elsewhere);
            var broken = third.get();
            assertTrue(broken.status() == 1 && broken.words().contains("rater-key is damaged"), broken.words());
        }
    }

    /// Reading the beginning of its own memory fails for every process, as a bad sector does.
    private void cannotReadABlob(Path data) throws IOException, InterruptedException {
        var blob = someBlob(data);
        var kept = Files.move(blob, folder.resolve("kept"));
        Files.createSymbolicLink(blob, Path.of("/proc/self/mem"));
        var found = care(data, "fsck");
        assertTrue(found.status() == 1 && found.words().contains("damaged " + blob.getFileName()), found.words());
        var saved = folder.resolve("saved-in-part");
        var backup = care(data, "backup", saved.toString());
        assertTrue(backup.status() == 1 && backup.words().contains("unread " + blob.getFileName()), backup.words());
        var restored = care(folder.resolve("in-part"), "restore", saved.toString());
        assertEquals(0, restored.status(), restored.words());
        assertTrue(restored.words().contains("missing " + blob.getFileName()), restored.words());
        Files.move(kept, blob, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void losesABlob(Path data) throws IOException, InterruptedException {
        var blob = someBlob(data);
        Files.setPosixFilePermissions(blob, PosixFilePermissions.fromString("rw-------"));
        Files.write(blob, new byte[] {1, 2, 3});
        var damaged = care(data, "fsck");
        assertTrue(damaged.status() == 1 && damaged.words().contains("damaged " + blob.getFileName()), damaged.words());
        assertTrue(Files.notExists(blob), "put aside");
        var missing = care(data, "fsck");
        assertTrue(missing.status() == 1 && missing.words().contains("missing " + blob.getFileName()), missing.words());
    }

    private interface Act {
        Told run() throws Exception;
    }

    private static Told whileVoting(AppProcess app, String campaign, Act act) throws Exception {
        var enough = new AtomicBoolean();
        var cast = new AtomicInteger();
        try (var voter = Executors.newSingleThreadExecutor()) {
            var voting = voter.submit(() -> {
                while (!enough.get()) {
                    vote(app, campaign, enough, cast);
                }
                return null;
            });
            while (cast.get() < 3 && !voting.isDone()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            try {
                return act.run();
            } finally {
                enough.set(true);
                voting.get();
            }
        }
    }

    /// One visitor, to the end of what there is to vote on, who sends a vote again when the disk is too
    /// busy with the backup.
    private static void vote(AppProcess app, String campaign, AtomicBoolean enough, AtomicInteger cast)
            throws IOException, InterruptedException {
        try (var client = new ApiClient(app.address())) {
            JsonNode queue = client.insist("/api/rating/campaigns/" + campaign + "/next", Map.of("count", 3));
            while (!enough.get() && !queue.isEmpty()) {
                queue = client.insist("/api/rating/votes", CrowdCampaign.vote(queue.get(0)))
                        .path("next");
                cast.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(50);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /// The same backup as if its blobs lay in a bucket: it has none, and rows name them all the same.
    private void allButTheBucketComesBack(Path saved) throws IOException, InterruptedException {
        var manifest = saved.resolve("backup.properties");
        var list = saved.resolve("files.sha256");
        var said = Files.readString(manifest);
        var files = Files.readAllLines(list);
        var older = said.replaceAll("(?m)^(files|list)=.*\\n", ""); // which did not say what its list must be
        Files.writeString(manifest, older.replace("store=folder", "store=s3"));
        var others = files.stream().filter(line -> !line.contains("  blobs/")).toList();
        Files.write(list, others);
        var restored = care(folder.resolve("bucket"), "restore", saved.toString());
        Files.writeString(manifest, said);
        Files.write(list, files);
        assertEquals(0, restored.status(), restored.words());
        assertTrue(restored.words().contains("a bucket, which was not looked at"), restored.words());
    }

    /// As in ordinary containers, where the server is another account than root, whose the files are.
    private void itComesBackWhereNamespacesAreForbidden(Path saved) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        var data = folder.resolve("contained");
        var forbidden = Map.of("PINHUA_NO_USERNS", "1");
        var restored = care(data, forbidden, "restore", saved.toString());
        assertEquals(0, restored.status(), restored.words());
        assertEquals("rwx--x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
        var later = care(data, forbidden, "fsck");
        assertEquals(0, later.status(), later.words());
    }

    private static int votesOf(Told told) {
        var found = LEDGER.matcher(told.words());
        assertTrue(found.find(), told.words());
        return Integer.parseInt(found.group(1));
    }

    private static Path someBlob(Path data) throws IOException {
        try (var files = Files.walk(data.resolve("blobs"))) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{64}"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// As `./pinhua` runs it.
    private static Told care(Path data, String... arguments) throws IOException, InterruptedException {
        return care(data, Map.of(), arguments);
    }

    private static Told care(Path data, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var app = Repository.root().resolve("src/target/quarkus-app");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                app + "/app/*:" + app + "/lib/main/*:" + app + "/lib/boot/*",
                "art.pinhua.care.CareMain"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("PINHUA_DATA", data.toString());
        var process = builder.start();
        var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Told(process.waitFor(), words);
    }
}
