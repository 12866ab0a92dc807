package art.pinhua.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends requests as they are and reads refusals; of a good answer only the status, as streams have no end.
final class Caller {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<String, String> PROGRAM =
            Map.of("X-Pinhua-Request", "1", "Content-Type", "application/json");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// @param problem the body of a refusal when it is one of ours
    record Answer(int status, String mediaType, JsonNode problem) {
        String code() {
            return problem.path("code").asText();
        }

        boolean isProblem() {
            return mediaType.equals("application/problem+json")
                    && problem.path("status").asInt() == status
                    && !code().isEmpty()
                    && !problem.path("title").asText().isEmpty()
                    && !problem.path("detail").asText().isEmpty();
        }

        boolean names(String field) {
            for (var violation : problem.path("violations")) {
                if (violation.path("field").asText().startsWith(field)
                        && !violation.path("message").asText().isEmpty()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return status + " " + mediaType + " " + problem;
        }
    }

    /// As a program of the product does.
    Answer call(String method, String path, @Nullable String body) {
        return call(method, path, body, PROGRAM);
    }

    Answer call(String method, String path, @Nullable String body, Map<String, String> headers) {
        return send(
                method,
                path,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body),
                headers);
    }

    /// Posts a body in chunks: its length is not told.
    Answer stream(String path, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(
                "POST", path, HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)), PROGRAM);
    }

    private Answer send(String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .timeout(PATIENCE)
                .method(method, body);
        headers.forEach(request::header);
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            var type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
            try (var content = response.body()) {
                return new Answer(
                        response.statusCode(),
                        type,
                        response.statusCode() < 400
                                ? MissingNode.getInstance()
                                : json(new String(content.readAllBytes(), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
