package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.ServerPrograms;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behind a proxy that takes TLS off: cookies and addresses are those of the public `https` address, and the limits
/// look at the visitor, not at the proxy.
class BehindProxyIT {
    private static final String HOST = "pinhua.example";
    private static final int HANG_MILLIS = 60_000;

    @TempDir
    Path folder;

    @Test
    void thePublicAddressIsWhatCounts() throws Exception {
        var settings = Map.of(
                "PINHUA_PUBLIC_URL", "https://" + HOST,
                "PINHUA_ROLE", "web",
                "PINHUA_LIMITS_NEWCOMERS_OF_ADDRESS", "2/h",
                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true");
        try (var app = AppProcess.start(Repository.root(), ServerPrograms.sharedBy(folder), settings)) {
            var login = ask(app.address(), "GET /login", "X-Forwarded-Proto: https");
            assertTrue(login.startsWith("HTTP/1.1 302"), login);
            var target = header(login, "location").getFirst();
            assertTrue(target.startsWith("https://" + HOST + "/idp/authorize?"), target);
            assertTrue(target.contains("redirect_uri=https%3A%2F%2F" + HOST + "%2Flogin%2Fcallback"), target);
            assertFalse(header(login, "set-cookie").isEmpty());
            header(login, "set-cookie").forEach(BehindProxyIT::secure);
            assertEquals(List.of("max-age=31536000"), header(login, "strict-transport-security"));

            var first = newcomer(app.address(), "203.0.113.1");
            assertTrue(first.startsWith("HTTP/1.1 200"), first);
            assertFalse(header(first, "set-cookie").isEmpty());
            header(first, "set-cookie").forEach(BehindProxyIT::secure);
            assertTrue(newcomer(app.address(), "203.0.113.1").startsWith("HTTP/1.1 200"));
            var third = newcomer(app.address(), "203.0.113.1");
            assertTrue(
                    third.startsWith("HTTP/1.1 429")
                            && !header(third, "retry-after").isEmpty(),
                    third);
            assertTrue(newcomer(app.address(), "203.0.113.2").startsWith("HTTP/1.1 200"), "another visitor");
            assertFalse(Files.readString(app.log()).contains("203.0.113"), "no address in the log");
        }
    }

    /// Most proxies append to what the visitor wrote.
    @Test
    void whatTheVisitorWroteDoesNotCount() throws Exception {
        var settings = Map.of("PINHUA_ROLE", "web", "PINHUA_LIMITS_NEWCOMERS_OF_ADDRESS", "2/h", "PINHUA_PROXIES", "1");
        try (var app = AppProcess.start(Repository.root(), ServerPrograms.sharedBy(folder), settings)) {
            for (int forged = 1; forged <= 2; forged++) {
                var answer = newcomer(app.address(), "198.51.100." + forged + ", 203.0.113.1");
                assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            }
            assertTrue(newcomer(app.address(), "198.51.100.3, 203.0.113.1").startsWith("HTTP/1.1 429"));
            assertTrue(newcomer(app.address(), "198.51.100.3, 203.0.113.2").startsWith("HTTP/1.1 200"));
        }
    }

    private static void secure(String cookie) {
        assertTrue(cookie.toLowerCase(Locale.ROOT).contains("; secure"), cookie);
    }

    private static String newcomer(URI app, String address) throws IOException {
        var body = "{\"textVersion\":1}";
        return ask(
                app,
                "POST /api/rating/consent",
                "X-Forwarded-Proto: https",
                "X-Forwarded-For: " + address,
                "X-Pinhua-Request: 1",
                "Content-Type: application/json",
                "Content-Length: " + body.length(),
                "",
                body);
    }

    /// As the proxy speaks: plain HTTP, with the host that the visitor asked for.
    private static String ask(URI app, String request, String... lines) throws IOException {
        try (var line = new Socket("localhost", app.getPort())) {
            line.setSoTimeout(HANG_MILLIS);
            var text =
                    request + " HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n" + String.join("\r\n", lines);
            var whole = request.startsWith("GET") ? text + "\r\n\r\n" : text;
            line.getOutputStream().write(whole.getBytes(StandardCharsets.UTF_8));
            line.getOutputStream().flush();
            return new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> header(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }
}
