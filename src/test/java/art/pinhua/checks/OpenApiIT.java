package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The API's description that the front end's types are made from is the one this build wrote.
class OpenApiIT {
    private static final Path BUILT = Path.of("target/openapi/openapi.json");
    private static final Path KEPT = Path.of("../frontend/openapi.json");

    private static JsonNode read(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void keptDescriptionIsTheBuiltOne() throws IOException {
        JsonNode built = read(BUILT);
        JsonNode kept = read(KEPT);
        assertTrue(
                built.path("paths").size() > 30,
                () -> "paths: " + built.path("paths").size());
        assertEquals("", difference("", built, kept));
    }

    @Test
    void oneChangedWordIsFound() throws IOException {
        JsonNode changed = read(KEPT);
        var run = (com.fasterxml.jackson.databind.node.ObjectNode)
                changed.path("components").path("schemas").path("Run").path("properties");
        run.putObject("planted").put("type", "string");
        String found = difference("", read(KEPT), changed);
        assertTrue(found.contains("/components/schemas/Run/properties/planted"), found);
        assertTrue(found.contains("npm run api"), found);
    }

    /// The first place where two descriptions differ, and what to do about it; empty when there is none.
    private static String difference(String place, JsonNode built, JsonNode kept) {
        if (built.isObject() && kept.isObject()) {
            String found = inFields(place, built, kept);
            return found.isEmpty() ? inFields(place, kept, built) : found;
        }
        if (built.isArray() && kept.isArray() && built.size() == kept.size()) {
            List<JsonNode> ones = members(place, built);
            List<JsonNode> others = members(place, kept);
            for (int i = 0; i < ones.size(); i++) {
                String found = difference(place + "/" + i, ones.get(i), others.get(i));
                if (!found.isEmpty()) {
                    return found;
                }
            }
            return "";
        }
        return built.equals(kept)
                ? ""
                : "frontend/openapi.json is not what the application says at " + place
                        + ": run `npm run api` in frontend/ and look at what changed";
    }

    /// Builds list the parameters of a method in no fixed order, and their order means nothing.
    private static List<JsonNode> members(String place, JsonNode array) {
        var members = new ArrayList<JsonNode>();
        array.forEach(members::add);
        if (place.endsWith("/parameters")) {
            members.sort(Comparator.comparing(parameter ->
                    parameter.path("in").asText() + " " + parameter.path("name").asText()));
        }
        return members;
    }

    private static String inFields(String place, JsonNode one, JsonNode other) {
        for (Iterator<String> names = one.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            String found = difference(place + "/" + name, one.path(name), other.path(name));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }
}
