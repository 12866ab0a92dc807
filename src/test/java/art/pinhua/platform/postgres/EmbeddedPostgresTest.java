package art.pinhua.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.ServerPrograms;
import art.pinhua.Wait;
import art.pinhua.platform.CannotStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher as a process of its own, killed in every way. No committed row may be lost.
class EmbeddedPostgresTest {
    private record Launched(Process process, String url, String user, String password, long server, boolean reused) {}

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endEverything() throws InterruptedException {
        for (var process : started) {
            process.destroy();
            process.waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void committedRowsSurviveEveryDeath() throws Exception {
        var first = launch();
        assertFalse(first.reused());
        passwordsAreForTheOwnerAlone();
        run(first, "create table survivor (word text primary key)");
        run(first, "insert into survivor values ('before the application died')");
        kill(first.process());

        var second = launch();
        assertTrue(second.reused(), "the server outlived its application");
        assertEquals(first.server(), second.server());
        run(second, "insert into survivor values ('before the server died')");
        kill(second.process()); // first, or it might start the server again
        ProcessHandle.of(second.server()).orElseThrow().destroyForcibly();

        var third = launch();
        assertFalse(third.reused());
        assertEquals(
                List.of("before the application died", "before the server died"),
                ask(third, "select word from survivor order by word"));

        var refusal = assertThrows(CannotStart.class, () -> EmbeddedPostgres.start(folder));
        assertTrue(String.valueOf(refusal.getMessage()).contains("another Pinhua process uses this folder"));

        end(third.process());
        assertFalse(Files.exists(folder.resolve("data/postmaster.pid")), "a stopped application leaves no server");
    }

    private void passwordsAreForTheOwnerAlone() throws IOException {
        for (var role : List.of("postgres", "pinhua_owner", "pinhua_app")) {
            var file = folder.resolve("secrets").resolve(role);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals(43, Files.readString(file).length());
        }
    }

    @Test
    void aServerThatDiesBesideItsApplicationIsStartedAgain() throws Exception {
        ServerPrograms.sharedByCluster(folder);
        var launched = launch();
        run(launched, "create table survivor (word text primary key)");
        run(launched, "insert into survivor values ('before')");
        ProcessHandle.of(launched.server()).orElseThrow().destroyForcibly();
        Wait.until("the same address answers", () -> words(launched).equals(List.of("before")));
        run(launched, "insert into survivor values ('after')");
        assertEquals(List.of("after", "before"), words(launched));
        assertTrue(launched.process().isAlive());
    }

    private static List<String> words(Launched launched) {
        try {
            return ask(launched, "select word from survivor order by word");
        } catch (SQLException away) {
            return List.of();
        }
    }

    @Test
    void anotherMajorVersionIsRefusedWithTheWayOut() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/PG_VERSION"), "17\n");
        var refusal = assertThrows(CannotStart.class, () -> EmbeddedPostgres.start(folder));
        var message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains("written by PostgreSQL 17") && message.contains("pg_dumpall"), message);
    }

    @Test
    void aFirstStartThatWasCutOffIsExplained() throws IOException {
        ServerPrograms.sharedByCluster(folder);
        Files.createDirectories(folder.resolve("data/base"));
        var refusal = assertThrows(CannotStart.class, () -> EmbeddedPostgres.start(folder));
        assertTrue(String.valueOf(refusal.getMessage()).contains("earlier first start was cut off"));
    }

    /// initdb begins with PG_VERSION: what was killed right after it looked like a cluster.
    @Test
    void aFirstStartThatWasKilledBeginsAnewAndAFailedOneLeavesNoServer() throws Exception {
        ServerPrograms.sharedByCluster(folder);
        var draft = Files.createDirectories(folder.resolve("data.draft-1/base"));
        Files.writeString(folder.resolve("data.draft-1/PG_VERSION"), "18\n");
        var launched = launch();
        assertEquals(List.of("1"), ask(launched, "select 1"));
        assertFalse(Files.exists(draft));
        try (var left = Files.newDirectoryStream(folder, "data.draft-*")) {
            assertFalse(left.iterator().hasNext());
        }
        end(launched.process());

        Files.delete(folder.resolve("secrets/postgres")); // its successor opens nothing
        var refusal = assertThrows(CannotStart.class, () -> EmbeddedPostgres.start(folder));
        assertTrue(String.valueOf(refusal.getMessage()).contains("roles: "), refusal::toString);
        assertFalse(Files.exists(folder.resolve("data/postmaster.pid")));
    }

    /// As Ctrl-C or a service manager cuts off a backup of an installation that rests.
    @Test
    void aVisitThatIsCutOffLeavesNoServer() throws Exception {
        ServerPrograms.sharedByCluster(folder);
        end(launch().process());
        var visit = process(Map.of(), folder.toString(), "visit");
        firstAnswer(visit.inputReader(StandardCharsets.UTF_8));
        assertTrue(Files.exists(folder.resolve("data/postmaster.pid")));
        end(visit);
        assertFalse(Files.exists(folder.resolve("data/postmaster.pid")));
    }

    /// As an ordinary container meets what was restored there, or was made where namespaces worked.
    @Test
    void aClusterOfRootsIsServedWhereNamespacesAreForbidden() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "others serve their own");
        var first = launch();
        run(first, "create table survivor (word text primary key)");
        run(first, "insert into survivor values ('root')");
        end(first.process());
        assertEquals(
                0,
                new ProcessBuilder("chown", "-R", "root:root", folder.toString())
                        .start()
                        .waitFor());

        var second = launch(Map.of("PINHUA_NO_USERNS", "1"));
        assertEquals(List.of("root"), ask(second, "select word from survivor"));
        var held = Files.readAttributes(folder.resolve("data"), PosixFileAttributes.class);
        assertEquals("nobody nogroup", held.owner() + " " + held.group());
        end(second.process());
        assertFalse(Files.exists(folder.resolve("data/postmaster.pid")));
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }

    private Launched launch() throws IOException {
        return launch(Map.of());
    }

    private Launched launch(Map<String, String> environment) throws IOException {
        var process = process(environment, folder.toString());
        var words = firstAnswer(process.inputReader(StandardCharsets.UTF_8)).split(" ");
        return new Launched(
                process, words[0], words[1], words[2], Long.parseLong(words[3]), Boolean.parseBoolean(words[4]));
    }

    private Process process(Map<String, String> environment, String... arguments) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new ArrayList<>(
                List.of(java, "-XX:TieredStopAtLevel=1", "-cp", classPath, LauncherMain.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        var process = builder.start();
        started.add(process);
        return process;
    }

    private static String firstAnswer(BufferedReader output) throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("jdbc:")) {
                return line;
            }
        }
        throw new IOException("the launcher ended without an answer");
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private static void run(Launched launched, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(launched.url(), launched.user(), launched.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> ask(Launched launched, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(launched.url(), launched.user(), launched.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var words = new ArrayList<String>();
            while (rows.next()) {
                words.add(rows.getString(1));
            }
            return words;
        }
    }
}
