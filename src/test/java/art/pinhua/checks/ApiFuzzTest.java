package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.Roles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

/// Requests at random over the API's description: bodies that began well and were spoiled at some places, queries and
/// ids of any kind. No answer is our fault. Each run sends the same; `-Dpinhua.seed=…` sends others.
@QuarkusTest
@TestSecurity(
        user = "mallory",
        roles = {Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
class ApiFuzzTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int OF_EACH = Integer.getInteger("pinhua.fuzz", 12);
    private static final long SEED = 20_260_101;
    private static final List<String> WORDS = List.of(
            "",
            " ",
            "null",
            "0",
            "-1",
            "1e309",
            "NaN",
            "true",
            "' or 1=1 --",
            "<script>alert(1)</script>",
            "../../../etc/passwd",
            "${jndi:ldap://x}",
            "%s%n",
            "品画",
            "\uD83D\uDE00",
            "\uD800",
            "\u202E\u0007",
            "a\u0000b",
            "2026-02-30T25:61:61Z",
            "00000000-0000-0000-0000-000000000000");

    private final Caller caller = new Caller();

    @Test
    void noRequestIsOurFault() {
        long seed = Long.getLong("pinhua.seed", SEED);
        var random = new Random(seed);
        var description = Operation.description();
        var sample = new Sample(description);
        var faults = new ArrayList<String>();
        int tried = 0;
        for (var operation : Operation.all(description)) {
            if (operation.path().startsWith("/api/planted-")) {
                continue;
            }
            for (int i = 0; i < OF_EACH; i++) {
                var address = address(operation, random);
                var body = operation
                        .schema()
                        .map(schema -> body(sample, schema, random))
                        .orElse(null);
                var answer = caller.call(operation.method(), address, body);
                tried++;
                if (answer.status() >= 500 || answer.status() >= 400 && !answer.isProblem()) {
                    faults.add(operation.method() + " " + address + " " + body + ": " + answer);
                }
            }
        }
        assertEquals(List.of(), faults, "seed " + seed);
        int enough = 50 * OF_EACH;
        assertTrue(tried > enough, "tried only " + tried);
    }

    private static String address(Operation operation, Random random) {
        var id = random.nextInt(3) > 0 ? UUID.randomUUID().toString() : encoded(word(random));
        var address = new StringBuilder(operation.at(id.isEmpty() ? "x" : Matcher.quoteReplacement(id)));
        char before = '?';
        for (var query : operation.queries().keySet()) {
            if (random.nextBoolean()) {
                address.append(before).append(query).append('=').append(encoded(word(random)));
                before = '&';
            }
        }
        return address.toString();
    }

    private static String body(Sample sample, JsonNode schema, Random random) {
        var good = sample.of(schema);
        for (int i = random.nextInt(4); i > 0; i--) {
            good = spoiled(good, random);
        }
        var text = good.toString();
        return random.nextInt(12) == 0 ? text.substring(0, random.nextInt(text.length() + 1)) : text;
    }

    /// One place of a value becomes another.
    private static JsonNode spoiled(JsonNode good, Random random) {
        if (good instanceof ObjectNode object && !object.isEmpty() && random.nextInt(8) > 0) {
            var names = object.properties().stream().map(each -> each.getKey()).toList();
            var name = names.get(random.nextInt(names.size()));
            return switch (random.nextInt(6)) {
                case 0 -> object.deepCopy().without(name);
                case 1 -> object.deepCopy().set(word(random) + "x", anything(random, 0));
                default -> object.deepCopy().set(name, spoiled(object.get(name), random));
            };
        }
        if (good instanceof ArrayNode array && !array.isEmpty() && random.nextBoolean()) {
            var copy = array.deepCopy();
            int at = random.nextInt(array.size());
            copy.set(at, spoiled(array.get(at), random));
            for (int i = random.nextInt(40); i > 30; i--) {
                copy.add(copy.get(at));
            }
            return copy;
        }
        return anything(random, 0);
    }

    private static JsonNode anything(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 8 : 10)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextInt());
            case 3 -> JSON.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(300)));
            case 4 ->
                JSON.numberNode(BigInteger.ONE.shiftLeft(random.nextInt(200)).negate());
            case 5 -> JSON.textNode(word(random).repeat(random.nextInt(4) == 0 ? 300 : 1));
            case 6 -> JSON.textNode(UUID.randomUUID().toString());
            case 7 -> JSON.textNode(word(random));
            case 8 -> JSON.arrayNode().add(anything(random, depth + 1)).add(anything(random, depth + 1));
            default -> JSON.objectNode().set("a", anything(random, depth + 1));
        };
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
