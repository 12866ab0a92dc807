package art.pinhua.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One operation as the API's own description lists it.
///
/// @param roles   one of them opens it; empty: everybody may
/// @param queries names of its query parameters, with their schemas
/// @param body    schema of the request body, when it takes one
record Operation(
        String method,
        String path,
        Set<String> roles,
        Map<String, JsonNode> queries,
        @Nullable JsonNode body) {
    private static final Set<String> VERBS = Set.of("get", "post", "put", "patch", "delete");
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    static JsonNode description() {
        var text = RestAssured.given()
                .queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the API's description is no JSON", e);
        }
    }

    static List<Operation> all(JsonNode description) {
        var found = new ArrayList<Operation>();
        for (var path : description.path("paths").properties()) {
            for (var verb : path.getValue().properties()) {
                if (VERBS.contains(verb.getKey())) {
                    found.add(of(verb.getKey(), path.getKey(), verb.getValue()));
                }
            }
        }
        return found;
    }

    private static Operation of(String verb, String path, JsonNode operation) {
        var roles = new TreeSet<String>();
        operation
                .path("security")
                .forEach(way -> way.forEach(names -> names.forEach(name -> roles.add(name.asText()))));
        var queries = new LinkedHashMap<String, JsonNode>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) {
                queries.put(parameter.path("name").asText(), parameter.path("schema"));
            }
        });
        var schema = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return new Operation(
                verb.toUpperCase(Locale.ROOT), path, roles, queries, schema.isMissingNode() ? null : schema);
    }

    Optional<JsonNode> schema() {
        return Optional.ofNullable(body);
    }

    boolean changes() {
        return !method.equals("GET");
    }

    boolean hasPlaces() {
        return path.contains("{");
    }

    /// The path with ids that name nothing.
    String anywhere() {
        return at(UUID.randomUUID().toString());
    }

    String at(String id) {
        return PLACE.matcher(path).replaceAll(id);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
