package art.pinhua.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/// Bodies made from the API's description: acceptable by their form, though their ids name nothing.
final class Sample {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> WORDS = List.of("expert", "word", "Word", "1", "");

    private final JsonNode description;

    Sample(JsonNode description) {
        this.description = description;
    }

    /// Follows a reference to the schema it names.
    JsonNode resolved(JsonNode schema) {
        var reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
            return resolved(description.at(reference.substring(1)));
        }
        for (var way : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(way)) {
                return resolved(schema.get(way).get(0));
            }
        }
        return schema;
    }

    JsonNode of(JsonNode given) {
        var schema = resolved(given);
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        return switch (type(schema)) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "integer" -> JSON.numberNode(schema.path("minimum").asLong(1));
            case "number" -> JSON.numberNode(schema.path("minimum").asDouble(0.25));
            case "boolean" -> JSON.booleanNode(false);
            case "string" -> JSON.textNode(text(schema));
            default -> throw new IllegalStateException("a schema of no known type: " + schema);
        };
    }

    private ObjectNode object(JsonNode schema) {
        var object = JSON.objectNode();
        schema.path("properties").properties().forEach(field -> object.set(field.getKey(), of(field.getValue())));
        return object;
    }

    private ArrayNode array(JsonNode schema) {
        var array = JSON.arrayNode();
        for (int i = 0; i < Math.max(1, schema.path("minItems").asInt()); i++) {
            array.add(of(schema.path("items")));
        }
        return array;
    }

    private static String text(JsonNode schema) {
        if (schema.path("format").asText().equals("uuid")) {
            return UUID.randomUUID().toString();
        }
        var pattern = schema.path("pattern").asText(".*");
        return WORDS.stream().filter(word -> word.matches(pattern)).findFirst().orElse("word");
    }

    /// Of several types the first that is not `null`.
    private static String type(JsonNode schema) {
        var type = schema.path("type");
        if (type.isArray()) {
            for (var one : type) {
                if (!one.asText().equals("null")) {
                    return one.asText();
                }
            }
        }
        return type.asText("object");
    }
}
