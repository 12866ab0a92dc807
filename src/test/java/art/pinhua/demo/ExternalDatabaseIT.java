package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.ServerPrograms;
import art.pinhua.platform.postgres.Credentials;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Web and worker apart on one server of the operator, with exactly the settings of `docker-compose.yml`; only
/// addresses
/// and folders are those of this machine. The operator's login owns the database and may make roles; it is no
/// superuser.
class ExternalDatabaseIT {
    private static final Credentials OPERATOR = new Credentials("pinhua", "operator's own password");
    private static final Map<String, String> PASSWORD = Map.of("POSTGRES_PASSWORD", OPERATOR.password());
    /// Guards against waiting for ever, says nothing about speed.
    private static final long HANG_SECONDS = 600;

    @TempDir
    Path folder;

    @Test
    void pagesAndJobsRunApartOnOneServer() throws Exception {
        // runs until this JVM ends, so it must not lie in a folder that is removed before
        var target = Files.createDirectories(Repository.root().resolve("src/target"));
        var own = Files.createTempDirectory(target, "external-server");
        var server = EmbeddedPostgres.start(ServerPrograms.sharedByCluster(own));
        prepare(server);
        var url = server.access(EmbeddedPostgres.DATABASE).url();
        var data = folder.resolve("data");
        var root = Repository.root();

        var wrong = settings(url, data, "web");
        wrong.put("QUARKUS_DATASOURCE_PASSWORD", "not the operator's");
        var refusal = assertThrows(IOException.class, () -> AppProcess.start(root, folder.resolve("wrong"), wrong));
        var told = String.valueOf(refusal.getMessage());
        assertTrue(told.contains("ended with 1:"), told);
        assertTrue(told.contains("pinhua: PostgreSQL at " + url + " refuses the login of pinhua."), told);
        assertFalse(told.contains("\tat "), "no stack trace: " + told);

        try (var web = AppProcess.start(root, folder.resolve("web"), settings(url, data, "web"));
                var admin = new ApiClient(web.address())) {
            admin.acceptInvitation(web.invitation(), "admin", "operator-password-1");
            String generation = paint(admin, 1, 4);
            try (var worker = AppProcess.start(root, folder.resolve("worker"), settings(url, data, "worker"))) {
                String image = firstImage(admin, generation);
                assertTrue(admin.bytes(image).length > 0, "the worker's picture comes through the web process");
                String slow = paint(admin, 8, 100);
                var events = EventReader.of(admin.open("/api/generations/" + slow + "/events"));
                events.await("\"type\":\"preview\"", HANG_SECONDS); // and so do its previews
                giveUp(admin, slow);
                events.ended().get(HANG_SECONDS, TimeUnit.SECONDS);
                assertEquals("0", ask(url, OPERATOR, "select count(*) from preview"));
                assertTrue(ask(url, OPERATOR, "select worker from job")
                        .contains("/" + worker.handle().pid() + "/"));
                assertEquals(0, web.handle().children().count(), "no engine beside the pages");
            }
        }
        assertFalse(Files.exists(data.resolve("pg")), "no cluster of our own");
        assertEquals("pinhua", ask(url, OPERATOR, "select tableowner from pg_tables where tablename = 'vote'"));
        assertEquals(
                "f",
                ask(url, OPERATOR, "select has_table_privilege('pinhua_app', 'vote', 'update, delete, truncate')"));
    }

    /// Takes away what the launcher made, so that the server is one that knows nothing of the product.
    private static void prepare(EmbeddedPostgres server) throws SQLException {
        var postgres = server.access("postgres").url();
        for (var sql : new String[] {
            "drop database pinhua",
            "drop role pinhua_app",
            "drop role pinhua_web",
            "drop role pinhua_worker",
            "drop role pinhua_eraser",
            "drop role pinhua_owner",
            "create role pinhua login createrole password '"
                    + OPERATOR.password().replace("'", "''") + "'",
            "create database pinhua owner pinhua"
        }) {
            run(postgres, server.superuser(), sql);
        }
    }

    @Test
    void everySettingOfTheComposeFileIsOnThePage() throws Exception {
        var compose = ComposeFile.read(Repository.root());
        var page = Files.readString(Repository.root().resolve("docs/settings.md"));
        assertEquals(Set.of("postgres", "web", "worker"), compose.services().keySet());
        var postgres = compose.environment("postgres", PASSWORD);
        for (var role : List.of("web", "worker")) {
            var environment = compose.environment(role, PASSWORD);
            for (var name : environment.keySet()) {
                assertTrue(page.contains("`" + name + "`"), name);
            }
            assertEquals(role, environment.get("PINHUA_ROLE"));
            assertEquals(
                    "jdbc:postgresql://postgres:5432/" + postgres.get("POSTGRES_DB"),
                    environment.get("QUARKUS_DATASOURCE_JDBC_URL"));
            assertEquals(postgres.get("POSTGRES_USER"), environment.get("QUARKUS_DATASOURCE_USERNAME"));
            assertEquals(postgres.get("POSTGRES_PASSWORD"), environment.get("QUARKUS_DATASOURCE_PASSWORD"));
            assertEquals(List.of("java", "-jar", "src/target/quarkus-app/quarkus-run.jar"), compose.command(role));
            assertTrue(Files.exists(Repository.root().resolve("src/target/quarkus-app/quarkus-run.jar")));
        }
        assertEquals(List.of(), compose.service("worker").get("ports"));
        var missing = assertThrows(IllegalArgumentException.class, () -> compose.environment("web", Map.of()));
        assertEquals("set POSTGRES_PASSWORD", missing.getMessage());
    }

    /// Of the compose file, with the addresses and folders of this machine.
    private static Map<String, String> settings(String url, Path data, String role) throws IOException {
        var settings = new HashMap<>(ComposeFile.read(Repository.root()).environment(role, PASSWORD));
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", url);
        settings.put("PINHUA_DATA", data.toString());
        settings.remove("PINHUA_PUBLIC_URL"); // each process has a port of its own here
        return settings;
    }

    private static String paint(ApiClient client, int count, int steps) throws IOException, InterruptedException {
        return client.post("/api/generations", Map.of("prompt", "竹林", "count", count, "steps", steps))
                .path("id")
                .asText();
    }

    /// Nobody waits for all of it; it may be over before that is heard.
    private static void giveUp(ApiClient client, String generation) throws IOException, InterruptedException {
        try {
            client.post("/api/generations/" + generation + "/cancel", Map.of());
        } catch (ApiClient.Refused over) {
            assertEquals(409, over.status(), over::toString);
        }
    }

    private static String firstImage(ApiClient client, String generation) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HANG_SECONDS);
        while (System.nanoTime() < deadline) {
            var image = client.get("/api/generations/" + generation).at("/images/0/url");
            if (!image.isMissingNode()) {
                return image.asText();
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        throw new AssertionError("no picture within " + HANG_SECONDS + " s");
    }

    private static void run(String url, Credentials login, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, login.user(), login.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(String url, Credentials login, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, login.user(), login.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }
}
