package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.postgres.Credentials;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Web and worker apart on one server of the operator, with the settings of `docker-compose.yml`. The operator's login
/// owns the database and may make roles; it is no superuser.
class ExternalDatabaseIT {
    private static final Credentials OPERATOR = new Credentials("operator", "operator's own password");
    private static final long HANG_SECONDS = 120;

    @TempDir
    Path folder;

    @Test
    void pagesAndJobsRunApartOnOneServer() throws Exception {
        // runs until this JVM ends, so it must not lie in a folder that is removed before
        var target = Files.createDirectories(Repository.root().resolve("src/target"));
        var server = EmbeddedPostgres.start(Files.createTempDirectory(target, "external-server"));
        prepare(server);
        var url = server.access(EmbeddedPostgres.DATABASE).url();
        var data = folder.resolve("data");
        var root = Repository.root();

        var wrong = settings(url, data, "web");
        wrong.put("QUARKUS_DATASOURCE_PASSWORD", "not the operator's");
        var refusal = assertThrows(IOException.class, () -> AppProcess.start(root, folder.resolve("wrong"), wrong));
        var told = String.valueOf(refusal.getMessage());
        assertTrue(told.contains("ended with 1:"), told);
        assertTrue(told.contains("pinhua: PostgreSQL at " + url + " refuses the login of operator."), told);
        assertFalse(told.contains("\tat "), "no stack trace: " + told);

        try (var web = AppProcess.start(root, folder.resolve("web"), settings(url, data, "web"));
                var admin = new ApiClient(web.address())) {
            admin.acceptInvitation(web.invitation(), "admin", "operator-password-1");
            String generation = admin.post("/api/generations", Map.of("prompt", "竹林", "count", 1, "steps", 4))
                    .path("id")
                    .asText();
            try (var worker = AppProcess.start(root, folder.resolve("worker"), settings(url, data, "worker"))) {
                String image = firstImage(admin, generation);
                assertTrue(admin.bytes(image).length > 0, "the worker's picture comes through the web process");
                assertTrue(ask(url, OPERATOR, "select worker from job")
                        .contains("/" + worker.handle().pid() + "/"));
                assertEquals(0, web.handle().children().count(), "no engine beside the pages");
            }
        }
        assertFalse(Files.exists(data.resolve("pg")), "no cluster of our own");
        assertEquals("operator", ask(url, OPERATOR, "select tableowner from pg_tables where tablename = 'vote'"));
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
            "drop role pinhua_owner",
            "create role operator login createrole password '"
                    + OPERATOR.password().replace("'", "''") + "'",
            "create database pinhua owner operator"
        }) {
            run(postgres, server.superuser(), sql);
        }
    }

    private static Map<String, String> settings(String url, Path data, String role) {
        return new HashMap<>(Map.of(
                "PINHUA_ROLE", role,
                "PINHUA_DATA", data.toString(),
                "QUARKUS_DATASOURCE_JDBC_URL", url,
                "QUARKUS_DATASOURCE_USERNAME", OPERATOR.user(),
                "QUARKUS_DATASOURCE_PASSWORD", OPERATOR.password()));
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
