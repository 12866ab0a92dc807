package art.pinhua.platform.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Browser;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.HttpCookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the log says about requests: which one it was, and nothing that opens a door or names a visitor's address.
@QuarkusTest
class LogTest {
    private static final String PASSWORD = "an owl reads the log";
    private static final String VISITOR = "203.0.113.77";

    @Inject
    People people;

    @ConfigProperty(name = "pinhua.public-url")
    String home;

    @ConfigProperty(name = "quarkus.log.console.format")
    String format;

    @ConfigProperty(name = "quarkus.oidc.credentials.secret")
    String clientSecret;

    @ConfigProperty(name = "quarkus.datasource.password")
    String databasePassword;

    private final Listener listener = new Listener();

    @BeforeEach
    void listen() {
        listener.setFormatter(new PatternFormatter(format));
        listener.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(listener);
        Logger.getLogger("art.pinhua").setLevel(Level.ALL);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(listener);
        Logger.getLogger("art.pinhua").setLevel(null);
    }

    @Test
    void aFailedRequestIsFoundByTheIdOfItsAnswer() {
        var id = RestAssured.given()
                .header("X-Forwarded-For", VISITOR)
                .get("/api/planted-faults/bug")
                .then()
                .statusCode(500)
                .extract()
                .header("X-Request-Id");
        assertEquals(1, listener.requestLines(id).size(), () -> "lines of " + id + " in " + listener.lines);
        assertTrue(listener.requestLines(id).getFirst().contains("the secret inner state"));
    }

    @Test
    void noLineCarriesASecretOrAnAddress() {
        var name = "l" + UUID.randomUUID().toString().substring(0, 8);
        var account = people.add(name, "Lea", Set.of("admin"));
        var token = people.invite(account.id).url().replaceAll(".*token=", "");
        assertTrue(people.acceptInvitation(token, PASSWORD).isPresent());
        var browser = new Browser(home);
        assertEquals(401, browser.signIn(name, "wrong " + PASSWORD, "/api/me").status());
        assertEquals(200, browser.signIn(name, PASSWORD, "/api/me").status());
        var secrets = new ArrayList<>(List.of(PASSWORD, token, clientSecret, databasePassword, VISITOR));
        browser.cookies().stream()
                .map(HttpCookie::getValue)
                .filter(value -> value.length() > 16)
                .forEach(secrets::add);
        assertTrue(secrets.size() > 5, "a session was looked for");
        assertEquals(200, browser.open("/api/people").status());
        RestAssured.given()
                .header("X-Forwarded-For", VISITOR)
                .header("Forwarded", "for=" + VISITOR)
                .header("Authorization", "Bearer " + token)
                .get("/api/planted-faults/bug");
        RestAssured.given().header("Authorization", "Bearer " + token).get("/api/people");
        RestAssured.given()
                .header("X-Pinhua-Request", "1")
                .body("{\"password\":\"" + PASSWORD)
                .post("/api/people");
        browser.open("/logout");
        for (var line : listener.lines) {
            for (var secret : secrets) {
                assertFalse(line.contains(secret), () -> "a secret stands in: " + line);
            }
        }
        assertTrue(
                listener.lines.stream().anyMatch(line -> line.contains("request to /api/planted-faults/bug failed")));
    }

    private static final class Listener extends Handler {
        final Queue<String> lines = new ConcurrentLinkedQueue<>();

        List<String> requestLines(String id) {
            return lines.stream().filter(line -> line.contains(" " + id + " ")).toList();
        }

        @Override
        public void publish(LogRecord event) {
            lines.add(getFormatter().format(ExtLogRecord.wrap(event)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
