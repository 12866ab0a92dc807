package art.pinhua.platform.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
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
    private static final String LONG = "Content-Length: " + (1 << 20);
    private static final int LATEST_MILLIS = 20_000;

    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (var client : clients) {
            client.close();
        }
    }

    @Test
    void shortOnesHoldNobodyUpAndAreCut() throws Exception {
        begin("/api/rating/votes", "Content-Length: 100");
        othersAreServed();
        for (var client : clients) {
            client.getOutputStream().write(' ');
            client.setSoTimeout(LATEST_MILLIS);
            assertTrue(isCut(client), "cut within the time that a body has");
        }
        othersAreServed();
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
            for (int i = 0; i < CROWD / 2; i++) {
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
        for (boolean inChunks : List.of(false, true)) {
            assertEquals(401, sentForm("/idp/token", 2, inChunks).statusCode());
            assertEquals(401, sentForm("/idp/token", 60, inChunks).statusCode());
            for (var page : List.of("/idp/token", "/idp/authorize", "/idp//invite", "/%69dp/password")) {
                var refused = sentForm(page, 70, inChunks);
                assertEquals(413, refused.statusCode(), page + " " + refused.body());
                assertTrue(refused.body().contains("64 KiB"), refused.body());
            }
        }
    }

    /// @param fields of 1 KB each
    private static HttpResponse<String> sentForm(String path, int fields, boolean inChunks) throws Exception {
        var form = ("field=" + "a".repeat(993) + "&").repeat(fields).getBytes(StandardCharsets.US_ASCII);
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                    HttpRequest.newBuilder(address(path))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(
                                    inChunks
                                            ? HttpRequest.BodyPublishers.ofInputStream(
                                                    () -> new ByteArrayInputStream(form))
                                            : HttpRequest.BodyPublishers.ofByteArray(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aFormWithoutEndIsRefusedWhereItBecomesTooLong() throws Exception {
        try (var client = new Socket("localhost", RestAssured.port)) {
            var out = client.getOutputStream();
            out.write(("POST /idp/token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 5; i++) {
                out.write(("4000\r\n" + "a".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            assertEquals("HTTP/1.1 413", firstLine(client));
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
            }
        }
    }

    private static void othersAreServed() {
        RestAssured.given().get("/api/me").then().statusCode(200);
        Api.given().body("{}").post("/api/rating/votes").then().statusCode(400);
    }

    private void begin(String path, String length) throws Exception {
        for (int i = 0; i < CROWD; i++) {
            var client = new Socket("localhost", RestAssured.port);
            clients.add(client);
            client.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Pinhua-Request: 1\r\n"
                                    + "Content-Type: application/json\r\n" + length + "\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
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
