package art.pinhua.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// A visitor on a bad line: half of the vote has arrived, the other half is still on its way.
final class SlowVoter implements AutoCloseable {
    private static final int HANG_MILLIS = 60_000;

    private final Socket line;
    private final byte[] body;

    private SlowVoter(Socket line, byte[] body) {
        this.line = line;
        this.body = body;
    }

    /// Becomes a rater, asks for an assignment and sends the head and the first half of a vote.
    static SlowVoter begin(URI app, String campaign) throws IOException, InterruptedException {
        var json = new ObjectMapper();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(app.resolve("/api/rating/campaigns/" + campaign + "/next"))
                            .header("Content-Type", "application/json")
                            .header("X-Pinhua-Request", "1")
                            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(Map.of("count", 1))))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            var assignment = json.readTree(answer.body()).get(0);
            byte[] vote = json.writeValueAsBytes(CrowdCampaign.vote(assignment));
            var line = new Socket("localhost", app.getPort());
            line.setSoTimeout(HANG_MILLIS);
            var voter = new SlowVoter(line, vote);
            voter.send(head(app, cookie, vote.length).getBytes(StandardCharsets.ISO_8859_1));
            voter.send(Arrays.copyOf(vote, vote.length / 2));
            return voter;
        }
    }

    private static String head(URI app, String cookie, int length) {
        return String.join(
                "\r\n",
                "POST /api/rating/votes HTTP/1.1",
                "Host: " + app.getAuthority(),
                "Cookie: " + cookie,
                "X-Pinhua-Request: 1",
                "Content-Type: application/json",
                "Content-Length: " + length,
                "",
                "");
    }

    /// Sends the rest.
    ///
    /// @return the whole answer, up to the end of the connection
    String finish() throws IOException {
        send(Arrays.copyOfRange(body, body.length / 2, body.length));
        return new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void send(byte[] bytes) throws IOException {
        line.getOutputStream().write(bytes);
        line.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
