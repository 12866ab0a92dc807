package art.pinhua.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import io.quarkus.test.junit.QuarkusTest;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// More clients than requests may be under way at once (64, votes 80), each with the beginning of a body.
@QuarkusTest
class UnfinishedBodiesTest {
    private static final int CROWD = 120;
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
        beginVotes(100);
        othersAreServed();
        for (var client : clients) {
            client.getOutputStream().write(' ');
            client.setSoTimeout(LATEST_MILLIS);
            assertTrue(isCut(client), "cut within the time that a body has");
        }
        othersAreServed();
    }

    @Test
    void longOnesTakeAFewPlacesAlone() throws Exception {
        beginVotes(1 << 20);
        othersAreServed();
        var last = clients.getLast();
        last.setSoTimeout(LATEST_MILLIS);
        var answer = new BufferedReader(new InputStreamReader(last.getInputStream(), StandardCharsets.UTF_8));
        assertTrue(answer.readLine().startsWith("HTTP/1.1 503"));
    }

    /// Browsers speak it behind a proxy. The first request of a connection without TLS asks to go over to it.
    @Test
    void bodiesOfHttp2ArriveWhole() throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (String body : List.of("{}", "", "{\"assignmentId\":\"" + "x".repeat(12_000) + "\"}", "{}")) {
                var request = HttpRequest.newBuilder(
                                URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/rating/votes"))
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

    private void beginVotes(int length) throws Exception {
        for (int i = 0; i < CROWD; i++) {
            var client = new Socket("localhost", RestAssured.port);
            clients.add(client);
            client.getOutputStream()
                    .write(("POST /api/rating/votes HTTP/1.1\r\nHost: localhost\r\nX-Pinhua-Request: 1\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n{")
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
