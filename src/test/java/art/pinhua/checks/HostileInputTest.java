package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.Roles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sends to every operation of the API's description what nobody should send. No answer is our fault (5xx), each
/// refusal is a problem with a documented code, and where a field is to blame it is named.
@QuarkusTest
@TestSecurity(
        user = "mallory",
        roles = {Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
class HostileInputTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String UNKNOWN = "unknownField";

    private static final Map<String, JsonNode> VALUES = values();
    private static final Set<String> CODES = ErrorPage.codes();

    private final Caller caller = new Caller();
    private final List<String> faults = new ArrayList<>();

    private JsonNode description = JSON.objectNode();
    private List<Operation> operations = List.of();
    private int tried;

    @BeforeEach
    void read() {
        description = Operation.description();
        operations = Operation.all(description).stream()
                .filter(operation -> !operation.path().startsWith("/api/planted-"))
                .toList();
        assertTrue(operations.size() > 50, () -> "looked at only " + operations.size());
    }

    @Test
    void bodiesThatAreNoObjectAreRefused() {
        for (var operation : withBody()) {
            for (var body : List.of("{", "{\"a\":}", "\u0000", "nul")) {
                expect(operation, body, 400, "MALFORMED_JSON", body);
            }
            for (var body : List.of("null", "[]", "1", "true", "\"text\"", "", "{} {}")) {
                expect(operation, body, 400, null, body);
            }
            expect(operation, "[".repeat(10_000), 400, null, "deep nesting");
            boolean ofRater = operation.path().startsWith("/api/rating/");
            expect(
                    operation,
                    "[".repeat(100_000),
                    ofRater ? 413 : 400,
                    ofRater ? "TOO_LARGE" : null,
                    "very deep nesting");
        }
        assertEquals(List.of(), faults);
        assertTrue(tried > 100, () -> "tried only " + tried);
    }

    @Test
    void everyFieldIsHeldAgainstEveryKindOfValue() {
        var sample = new Sample(description);
        for (var operation : withBody()) {
            var schema = sample.resolved(operation.schema().orElseThrow());
            var body = (ObjectNode) sample.of(schema);
            look(operation, body.toString(), "acceptable form");
            expectNamed(operation, body.deepCopy().put(UNKNOWN, 1), UNKNOWN);
            schema.path("required").forEach(name -> {
                var without = body.deepCopy();
                without.remove(name.asText());
                expectNamed(operation, without, name.asText());
            });
            for (var field : schema.path("properties").properties()) {
                VALUES.forEach((what, value) -> look(
                        operation,
                        body.deepCopy().set(field.getKey(), value).toString(),
                        field.getKey() + " = " + what));
                expectNamed(operation, body.deepCopy().set(field.getKey(), JSON.objectNode()), field.getKey());
                if (sample.of(field.getValue()).isTextual()) {
                    expectNamed(operation, body.deepCopy().put(field.getKey(), "a\u0000b"), field.getKey());
                    expectNamed(operation, body.deepCopy().put(field.getKey(), 7), field.getKey());
                }
            }
        }
        assertEquals(List.of(), faults);
        assertTrue(tried > 500, () -> "tried only " + tried);
    }

    @Test
    void idsThatNameNothingAreNotFound() {
        for (var operation : operations) {
            if (operation.hasPlaces()) {
                for (var id : List.of("no-id", "0", "%20", "..%2f..", "%C3%28", "a".repeat(5_000), "a".repeat(7_500))) {
                    look(operation, operation.at(id), null, "id " + id.substring(0, Math.min(20, id.length())));
                }
                if (operation.schema().isEmpty()) {
                    var answer = look(operation, operation.anywhere(), null, "an id that names nothing");
                    if (answer.status() != 404) {
                        faults.add(operation + " with an id that names nothing: " + answer);
                    }
                }
            }
        }
        assertEquals(List.of(), faults);
        assertTrue(tried > 150, () -> "tried only " + tried);
    }

    @Test
    void queriesAreReadStrictly() {
        var sample = new Sample(description);
        var kinds = new TreeSet<String>();
        for (var operation : operations) {
            operation.queries().forEach((query, schema) -> {
                for (var value : List.of("word", "1.5", "99999999999", "-2", "%00", "a".repeat(5_000))) {
                    look(operation, operation.anywhere() + "?" + query + "=" + value, null, query);
                }
                var kind = sample.resolved(schema);
                var type = kind.has("enum") ? "enum" : kind.path("type").asText();
                if (!type.equals("string")) {
                    kinds.add(type + " " + kind.path("format").asText());
                    var body = operation.changes() ? "{}" : null;
                    var answer = caller.call(operation.method(), operation.anywhere() + "?" + query + "=word", body);
                    if (answer.status() != 400 || !answer.names(query)) {
                        faults.add(operation + " does not name " + query + ": " + answer);
                    }
                }
            });
        }
        assertEquals(List.of(), faults);
        assertEquals(Set.of("boolean ", "enum ", "integer int32", "integer int64"), kinds);
        assertTrue(tried > 20, () -> "tried only " + tried);
    }

    /// They stand in no description, and are open to everybody.
    @Test
    void thePagesOfTheSignInAreNeverAtFault() {
        var home = "http%3A%2F%2Flocalhost%3A" + RestAssured.port;
        for (var value : List.of(
                "",
                "word",
                "//evil",
                "/a%23b%23c",
                home,
                home + "/%5E",
                home + "/a%23b%23c",
                "%5C",
                "%7B1%7D",
                "a".repeat(5_000))) {
            for (var address : List.of(
                    "/login?to=",
                    "/idp/logout?post_logout_redirect_uri=",
                    "/idp/logout?id_token_hint=",
                    "/idp/invite?token=",
                    "/idp/password?name=",
                    "/idp/authorize?client_id=")) {
                reach("GET", address + value, null);
            }
            for (var address : List.of("/idp/token", "/idp/invite", "/idp/password", "/idp/authorize")) {
                reach("POST", address, "grant_type=" + value + "&token=" + value + "&username=" + value);
            }
        }
        assertEquals(List.of(), faults);
        assertTrue(tried >= 100, () -> "tried only " + tried);
    }

    private void reach(String method, String address, @Nullable String form) {
        tried++;
        var answer = caller.call(method, address, form, Map.of("Content-Type", "application/x-www-form-urlencoded"));
        if (answer.status() >= 500) {
            faults.add(method + " " + address + " " + form + ": " + answer);
        }
    }

    @Test
    void otherMediaTypesAreRefused() {
        for (var operation : operations) {
            if (operation.schema().isPresent()) {
                var answer = caller.call(
                        operation.method(),
                        operation.anywhere(),
                        "<a/>",
                        Map.of("X-Pinhua-Request", "1", "Content-Type", "application/xml"));
                check(operation + " with XML", answer, 415, "UNSUPPORTED_MEDIA_TYPE");
            }
            var answer = caller.call(
                    operation.method(),
                    operation.anywhere(),
                    null,
                    Map.of("X-Pinhua-Request", "1", "Content-Type", "application/json", "Accept", "video/mp4"));
            check(operation + " for a film", answer, 0, null);
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void bodiesThatAreTooLargeAreRefusedUnread() throws IOException {
        for (var operation : withBody()) {
            var answer = announce(operation, 40L << 20);
            assertTrue(answer.startsWith("HTTP/1.1 413"), operation + ": " + answer);
            assertTrue(answer.contains("application/problem+json"), operation + ": " + answer);
            assertTrue(answer.contains("\"code\":\"TOO_LARGE\""), operation + ": " + answer);
        }
    }

    @Test
    void aBodyOfUntoldLengthIsRefusedWhereItBecomesTooLarge() {
        // java.net.http sends a stream in chunks and tells no length
        var answer = caller.stream("/api/prompt-sets", "{\"name\":\"" + "a".repeat(17 << 20) + "\"}");
        check("a long stream", answer, 413, "TOO_LARGE");
        assertEquals(List.of(), faults);
    }

    @Test
    void strangeAddressesAndMethodsAreProblems() throws IOException {
        for (var address : List.of(
                "/api/jobs?limit=%zz",
                "/api/jobs?limit=%z",
                "/api/jobs?limit=%",
                "/api/jobs?limit=%00",
                "/api/jobs?limit={1}",
                "/api/jobs|",
                "/%zz",
                "/idp/authorize?%")) {
            var refusal = raw("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(refusal.startsWith("HTTP/1.1 400"), () -> address + ": " + refusal);
            for (var part : List.of("application/problem+json", "\"code\":\"BAD_REQUEST\"", "X-Request-Id: ")) {
                assertTrue(refusal.contains(part), () -> address + ": " + refusal);
            }
        }
        check("a long address", caller.call("GET", "/api/" + "a".repeat(9_000), null), 414, "ADDRESS_TOO_LONG");
        check("nowhere", caller.call("GET", "/api/nowhere", null), 404, "NOT_FOUND");
        check("NUL", caller.call("GET", "/api/people/%00", null), 400, "BAD_REQUEST");
        for (var operation : operations) {
            var answer = caller.call("DELETE", operation.anywhere(), null);
            check(operation + " deleted", answer, answer.status() == 404 ? 404 : 405, null);
        }
        assertEquals(List.of(), faults);
    }

    private List<Operation> withBody() {
        return operations.stream().filter(op -> op.schema().isPresent()).toList();
    }

    private Caller.Answer look(Operation operation, String body, String what) {
        return look(operation, operation.anywhere(), body, what);
    }

    private Caller.Answer look(Operation operation, String path, @Nullable String body, String what) {
        var answer = caller.call(operation.method(), path, body);
        check(operation + " with " + what, answer, 0, null);
        return answer;
    }

    private void expect(Operation operation, String body, int status, @Nullable String code, String what) {
        check(operation + " with " + what, caller.call(operation.method(), operation.anywhere(), body), status, code);
    }

    private void expectNamed(Operation operation, JsonNode body, String field) {
        var answer = caller.call(operation.method(), operation.anywhere(), body.toString());
        check(operation + " for " + field, answer, 400, "INVALID_INPUT");
        if (!answer.names(field)) {
            faults.add(operation + " does not name " + field + ": " + answer);
        }
    }

    /// @param status 0: any but our fault
    private void check(String what, Caller.Answer answer, int status, @Nullable String code) {
        tried++;
        var ours = answer.status() >= 500;
        var other = status != 0 && answer.status() != status
                || code != null && !answer.code().equals(code);
        var bare = answer.status() >= 400 && !(answer.isProblem() && CODES.contains(answer.code()));
        var unnamed = answer.code().equals("INVALID_INPUT")
                && !answer.problem().path("detail").asText().contains("body")
                && answer.problem().path("violations").isEmpty();
        if (ours || other || bare || unnamed) {
            faults.add(what + ": " + answer);
        }
    }

    /// The beginning of a request that says how much will follow, and its answer.
    private static String announce(Operation operation, long bytes) throws IOException {
        return raw(operation.method() + " " + operation.anywhere() + " HTTP/1.1\r\nHost: localhost\r\n"
                + "X-Pinhua-Request: 1\r\nContent-Type: application/json\r\nContent-Length: " + bytes
                + "\r\n\r\n{");
    }

    /// What comes back up to the end of the connection.
    private static String raw(String request) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, JsonNode> values() {
        var values = new LinkedHashMap<String, JsonNode>();
        values.put("null", JSON.nullNode());
        values.put("false", JSON.booleanNode(false));
        values.put("0", JSON.numberNode(0));
        values.put("-1", JSON.numberNode(-1));
        values.put("1.5", JSON.numberNode(1.5));
        values.put("2^63", JSON.numberNode(BigInteger.TWO.pow(63)));
        values.put("1e308", JSON.numberNode(1e308));
        values.put("empty text", JSON.textNode(""));
        values.put("blank text", JSON.textNode("   "));
        values.put("NaN", JSON.textNode("NaN"));
        values.put("a path", JSON.textNode("../../etc/passwd"));
        values.put("NUL", JSON.textNode("\u0000"));
        values.put("half a pair", JSON.textNode("\ud800"));
        values.put("a long text", JSON.textNode("长".repeat(100_000)));
        values.put("a list", JSON.arrayNode().add(1));
        values.put("a list of null", JSON.arrayNode().addNull().addNull());
        values.put("a list of texts", JSON.arrayNode().add("\u0000").add(""));
        values.put("an object", JSON.objectNode().put("a", 1));
        return values;
    }
}
