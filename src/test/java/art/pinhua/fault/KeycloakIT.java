package art.pinhua.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.demo.ApiClient;
import art.pinhua.demo.AppProcess;
import art.pinhua.demo.Chromium;
import art.pinhua.demo.Repository;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another OpenID provider: a real Keycloak with the realm of `docs/keycloak`, a real browser, and what stays when the
/// provider goes away (row 31).
@Tag("slow")
class KeycloakIT {
    private static final String SECRET = "secret-between-keycloak-and-pinhua-0123";
    private static final String PASSWORD = "keycloak-password-1";
    private static final String OTHER_CLIENT = "another-program";

    /// Seconds; long enough to see that a session does without its provider, short enough to see what then.
    private static final int TOKEN_LIFE = 30;

    @TempDir
    Path folder;

    @Test
    void peopleOfAnotherProviderSignInAndSurviveItsAbsence() throws Exception {
        int port = AppProcess.freePort();
        int appPort = AppProcess.freePort();
        var home = "http://localhost:" + appPort;
        var keycloak = startKeycloak(port, home);
        try (var app = AppProcess.start(
                        Repository.root(),
                        folder.resolve("data"),
                        Map.of(
                                "PINHUA_LIMITS_ENABLED",
                                "false",
                                "QUARKUS_HTTP_PORT",
                                Integer.toString(appPort),
                                "PINHUA_PUBLIC_URL",
                                home,
                                "QUARKUS_OIDC_AUTH_SERVER_URL",
                                "http://localhost:" + port + "/realms/pinhua",
                                "QUARKUS_OIDC_CREDENTIALS_SECRET",
                                SECRET));
                var chromium = Chromium.launch()) {
            assertTrue(app.handle().isAlive());
            try (var visitor = new ApiClient(URI.create(home))) {
                assertEquals(0, visitor.get("/api/rating/campaigns").size(), "visitors need no provider");
            }
            try (var expert = chromium.somebody();
                    var curator = chromium.somebody()) {
                var desk = curator.newPage();
                signIn(desk, home, "carl");
                assertTrue(me(desk, home).contains("\"curator\""), me(desk, home));
                assertTrue(me(desk, home).contains("\"expert\""), "a curator also rates");
                assertEquals(200, desk.navigate(home + "/api/jobs").status());
                assertEquals(403, desk.navigate(home + "/api/people").status(), "and is no administrator");
                assertEquals(401, statusWith(foreignToken(port), home + "/api/jobs"), "a token of another client");
                var phone = expert.newPage();

                desk.navigate(home + "/logout");
                assertTrue(me(desk, home).contains("\"signedIn\":false"));
                desk.navigate(home + "/login?to=/api/me");
                assertTrue(desk.locator("input[name=password]").count() > 0, "signed out at the provider as well");

                signIn(phone, home, "erin");
                assertEquals(403, phone.navigate(home + "/api/jobs").status());
                end(keycloak);
                assertTrue(me(phone, home).contains("\"signedIn\":true"), "the session goes on while its token lives");
                try (var visitor = new ApiClient(URI.create(home))) {
                    assertEquals(0, visitor.get("/api/rating/campaigns").size());
                    assertEquals(200, status(home + "/q/health/ready"));
                }
                VoteFaults.await("the token runs out", () -> ask(expert, home).status() == 401);
                assertTrue(ask(expert, home).text().contains("NOT_SIGNED_IN"), ask(expert, home)::text);
                assertTrue(me(phone, home).contains("\"signedIn\":false"), "a visitor, not a fault");

                keycloak = launchKeycloak(port, home);
                long back = System.nanoTime();
                VoteFaults.await("the session is back", () -> ask(expert, home).status() == 200);
                var recovery = Duration.ofNanos(System.nanoTime() - back);
                assertTrue(me(phone, home).contains("\"signedIn\":true"), "without signing in anew");
                FaultReport.row(
                        31,
                        "OpenID provider (Keycloak) killed, then started again",
                        "the session goes on until its token (" + TOKEN_LIFE + " s) ends, then 401; back "
                                + FaultReport.seconds(recovery) + " after the provider is, without signing in anew;"
                                + " visitors notice nothing, the application stays ready");
            }
        } finally {
            end(keycloak);
        }
    }

    /// What the provider issues to another client for a curator.
    private static String foreignToken(int port) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var form = "grant_type=password&client_id=" + OTHER_CLIENT + "&username=carl&password=" + PASSWORD;
            var address = "http://localhost:" + port + "/realms/pinhua/protocol/openid-connect/token";
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer::body);
            return new ObjectMapper()
                    .readTree(answer.body())
                    .path("access_token")
                    .asText();
        }
    }

    private static int statusWith(String token, String address) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address))
                    .header("Authorization", "Bearer " + token)
                    .header("X-Requested-With", "JavaScript")
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    /// With whatever its script started.
    private static void end(Process keycloak) throws InterruptedException {
        keycloak.descendants().forEach(ProcessHandle::destroyForcibly);
        keycloak.destroyForcibly().waitFor();
    }

    private static void signIn(Page page, String home, String name) {
        page.navigate(home + "/login?to=/api/me");
        page.locator("input[name=username]").fill(name);
        page.locator("input[name=password]").fill(PASSWORD);
        page.locator("#kc-login, button[type=submit], input[type=submit]")
                .first()
                .click();
        page.waitForURL("**/api/me");
    }

    /// As the studio asks: without redirects to the provider.
    private static APIResponse ask(BrowserContext person, String home) {
        return person.request()
                .get(
                        home + "/api/rating/campaigns",
                        RequestOptions.create().setMaxRedirects(0).setHeader("X-Requested-With", "JavaScript"));
    }

    private static String me(Page page, String home) {
        page.navigate(home + "/api/me");
        return page.content().replace("&quot;", "\"");
    }

    /// The realm as shipped, with two people and another client added.
    private Process startKeycloak(int port, String home) throws Exception {
        var tools = Repository.root().resolve("src/target/tools");
        Path dist;
        try (var folders = Files.list(tools)) {
            dist = folders.filter(each -> each.getFileName().toString().startsWith("keycloak-"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no Keycloak in " + tools + ": run ./pinhua test --all"));
        }
        var json = new ObjectMapper();
        var realm = (ObjectNode) json.readTree(
                Repository.root().resolve("docs/keycloak/pinhua-realm.json").toFile());
        var users = realm.putArray("users");
        for (var person : Map.of("carl", "curator", "erin", "expert").entrySet()) {
            var user = users.addObject()
                    .put("username", person.getKey())
                    .put("firstName", person.getKey())
                    .put("lastName", "of the test")
                    .put("email", person.getKey() + "@example.org")
                    .put("emailVerified", true)
                    .put("enabled", true);
            user.putArray("credentials").addObject().put("type", "password").put("value", PASSWORD);
            user.putArray("realmRoles").add(person.getValue());
        }
        realm.withArray("clients")
                .addObject()
                .put("clientId", OTHER_CLIENT)
                .put("enabled", true)
                .put("publicClient", true)
                .put("directAccessGrantsEnabled", true);
        var running = folder.resolve("keycloak");
        int copied = new ProcessBuilder("cp", "-r", dist.toString(), running.toString())
                .start()
                .waitFor();
        assertEquals(0, copied);
        var imports = Files.createDirectories(running.resolve("data/import"));
        realm.put("accessTokenLifespan", TOKEN_LIFE);
        json.writeValue(imports.resolve("pinhua-realm.json").toFile(), realm);
        return launchKeycloak(port, home);
    }

    private Process launchKeycloak(int port, String home) throws Exception {
        var running = folder.resolve("keycloak");
        var log = folder.resolve("keycloak.log").toFile();
        var builder = new ProcessBuilder(
                        "sh",
                        running.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment()
                .putAll(new HashMap<>(Map.of(
                        "JAVA_HOME",
                        String.valueOf(System.getProperty("java.home")),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xmx512m",
                        "PINHUA_CLIENT_SECRET",
                        SECRET,
                        "PINHUA_PUBLIC_URL",
                        home)));
        var process = builder.start();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (status("http://127.0.0.1:" + port + "/realms/pinhua/.well-known/openid-configuration") != 200) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IOException("Keycloak does not start: " + Files.readString(log.toPath()));
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        return process;
    }

    private static int status(String address) throws IOException {
        var connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setReadTimeout(10_000);
        try {
            return connection.getResponseCode();
        } catch (IOException notYet) {
            return 0;
        } finally {
            connection.disconnect();
        }
    }
}
