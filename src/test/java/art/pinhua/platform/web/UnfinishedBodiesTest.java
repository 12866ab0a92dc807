package art.pinhua.platform.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Forms;
import art.pinhua.Wait;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// More clients than requests may be under way at once (64, votes 80), each with the beginning of a body.
@QuarkusTest
class UnfinishedBodiesTest {
    private static final int CROWD = 120;
    /// A connection of HTTP/2 holds 100.
    private static final int CROWD_OF_STREAMS = 90;

    private static final int FEW = 3;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String LONG = "Content-Length: " + (1 << 20);
    private static final int LATEST_MILLIS = 60_000;

    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (var client : clients) {
            client.close();
        }
    }

    /// A byte now and then makes no difference, nor that a form comes in chunks or is long.
    @Test
    void shortOnesAndFormsHoldNobodyUpAndAreCut() throws Exception {
        begin("/api/rating/votes", "Content-Length: 100");
        othersAreServed();
        for (var client : clients) {
            client.getOutputStream().write(' ');
        }
        for (var length : List.of("Transfer-Encoding: chunked", "Content-Length: 40000")) {
            begin(FEW, "/idp/token", FORM, length, "5\r\ncode=\r\n");
        }
        for (var client : clients) {
            client.setSoTimeout(LATEST_MILLIS);
            assertTrue(isCut(client), "cut within the time that a body has");
        }
        othersAreServed();
    }

    @Test
    void formsInChunksTakeAFewPlacesAlone() throws Exception {
        begin(CROWD, "/idp/token", FORM, "Transfer-Encoding: chunked", "5\r\ncode=\r\n");
        othersAreServed();
        assertEquals("HTTP/1.1 503", firstLine(clients.getLast()));
        assertEquals(401, sentForm("/idp/token", 2, true).statusCode());
        close();
        Wait.until("the places are free", () -> sentForm("/idp/token", 2, false).statusCode() == 401);
    }

    @Test
    @TestSecurity(user = "cora", roles = "curator")
    void longOnesTakeAFewPlacesAlone() throws Exception {
        begin("/api/prompt-sets", LONG);
        othersAreServed();
        assertEquals("HTTP/1.1 503", firstLine(clients.getLast()));
    }

    @Test
    void longOnesOfRatersTakeNone() throws Exception {
        begin("/api/rating/votes", LONG);
        begin("/api/rating/consent", "Transfer-Encoding: chunked");
        for (var client : clients) {
            assertEquals("HTTP/1.1 413", firstLine(client));
        }
        longOnesOfOthersAreRead();
    }

    @Test
    void ratersWhoDoNotTellTheLengthTakeFew() throws Exception {
        var browser = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        try {
            browser.send(HttpRequest.newBuilder(address("/api/me")).build(), HttpResponse.BodyHandlers.discarding());
            var endless = HttpRequest.newBuilder(address("/api/rating/votes"))
                    .header("X-Pinhua-Request", "1")
                    .POST(HttpRequest.BodyPublishers.fromPublisher(subscriber -> {}))
                    .build();
            for (int i = 0; i < CROWD_OF_STREAMS; i++) {
                browser.sendAsync(endless, HttpResponse.BodyHandlers.discarding());
            }
            TimeUnit.SECONDS.sleep(1);
            othersAreServed();
            longOnesOfOthersAreRead();
        } finally {
            browser.shutdownNow();
        }
    }

    private static void longOnesOfOthersAreRead() {
        Api.given()
                .body(Map.of("name", "x".repeat(20_000)))
                .post("/api/prompt-sets")
                .then()
                .statusCode(401);
    }

    private static URI address(String path) {
        return URI.create(RestAssured.baseURI + ":" + RestAssured.port + path);
    }

    @Test
    void aLongVoteIsRefusedWithTheReason() {
        Api.given()
                .body(Map.of("comment", "x".repeat(20_000)))
                .post("/api/rating/votes")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .header("Retry-After", nullValue())
                .body("code", equalTo("TOO_LARGE"))
                .body("detail", containsString("16 KiB"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/rating;a=b/votes", "/api;a=b/rating/votes", "/api//rating/votes", "/api/%72ating/votes"})
    void noOtherSpellingOfTheAddressTakesALongVote(String path) throws Exception {
        begin(path, LONG);
        for (var client : clients) {
            var answer = firstLine(client);
            assertTrue(List.of("HTTP/1.1 413", "HTTP/1.1 404").contains(answer), answer);
        }
    }

    @Test
    void longFormsOfTheSignInAreRefused() throws Exception {
        for (boolean told : List.of(true, false)) {
            assertEquals(401, sentForm("/idp/token", 60, told).statusCode());
            for (var page : List.of("/idp/token", "/idp/authorize", "/idp//invite", "/%69dp/password")) {
                var refused = sentForm(page, 70, told);
                assertEquals(413, refused.statusCode(), page + " " + refused.body());
                assertTrue(refused.body().contains("64 KiB"), refused.body());
            }
        }
    }

    /// @param fields of 1 KB each
    private static HttpResponse<String> sentForm(String path, int fields, boolean told) {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                    Forms.post(address(path), Forms.filling(fields), told).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Nobody could await one: a stream that has told its end lets nobody pause it any more.
    @Test
    void formsOfHttp2TellTheirLength() throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            client.send(HttpRequest.newBuilder(address("/api/me")).build(), HttpResponse.BodyHandlers.discarding());
            for (boolean told : List.of(true, false, true)) {
                var form = Forms.post(address("/idp/token"), Forms.filling(2), told);
                var answer = client.send(form.build(), HttpResponse.BodyHandlers.ofString());
                assertEquals(HttpClient.Version.HTTP_2, answer.version());
                assertEquals(told ? 401 : 411, answer.statusCode(), answer.body());
                assertEquals(!told, answer.body().contains("LENGTH_REQUIRED"), answer.body());
            }
        }
    }

    /// The client goes on sending whatever it is told.
    @Test
    void aFormWithoutEndIsRefusedWhereItBecomesTooLongAndThenCutOff() throws Exception {
        begin(1, "/idp/token", FORM, "Transfer-Encoding: chunked", "");
        var client = clients.getFirst();
        var sender = Thread.ofVirtual().start(() -> sendWithoutEnd(client));
        assertEquals("HTTP/1.1 413", firstLine(client));
        client.setSoTimeout(LATEST_MILLIS);
        boolean cut;
        do {
            cut = isCut(client); // or the next byte of the answer
        } while (!cut);
        sender.join();
    }

    private static void sendWithoutEnd(Socket client) {
        byte[] chunk = ("4000\r\n" + "a".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try {
            while (true) {
                client.getOutputStream().write(chunk);
                Wait.pause(10);
            }
        } catch (IOException cut) {
            // as it should be
        }
    }

    private static String firstLine(Socket client) throws IOException {
        client.setSoTimeout(LATEST_MILLIS);
        var answer = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        return answer.readLine().substring(0, "HTTP/1.1 503".length());
    }

    /// Browsers speak it behind a proxy. The first request of a connection without TLS asks to go over to it.
    @Test
    void bodiesOfHttp2ArriveWhole() throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (String body : List.of("{}", "", "{\"assignmentId\":\"" + "x".repeat(12_000) + "\"}", "{}")) {
                var request = HttpRequest.newBuilder(address("/api/rating/votes"))
                        .header("Content-Type", "application/json")
                        .header("X-Pinhua-Request", "1")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertEquals(HttpClient.Version.HTTP_2, answer.version());
                assertEquals(400, answer.statusCode(), answer.body());
                // read to its end, as a part of it would be no JSON
                assertEquals(!body.isEmpty(), answer.body().contains("\"assignmentId\""), answer.body());
            }
        }
    }

    private static void othersAreServed() {
        RestAssured.given().get("/api/me").then().statusCode(200);
        Api.given().body("{}").post("/api/rating/votes").then().statusCode(400);
    }

    private void begin(String path, String length) throws Exception {
        begin(CROWD, path, "application/json", length, "{");
    }

    /// @param body its beginning
    private void begin(int count, String path, String type, String length, String body) throws Exception {
        for (int i = 0; i < count; i++) {
            var client = new Socket("localhost", RestAssured.port);
            clients.add(client);
            var head = "POST %s HTTP/1.1\r\nHost: localhost\r\nX-Pinhua-Request: 1\r\nContent-Type: %s\r\n%s\r\n\r\n"
                    .formatted(path, type, length);
            client.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        }
        TimeUnit.SECONDS.sleep(1);
    }

    private static boolean isCut(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
