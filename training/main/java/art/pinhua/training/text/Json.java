package art.pinhua.training.text;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/// Reads fields of tokenizer files; each refusal names the field.
final class Json {
    private static final TypeAdapter<JsonElement> ELEMENTS = new Gson().getAdapter(JsonElement.class);

    private Json() {}

    static JsonElement parse(String name, String text) {
        try (var reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            return ELEMENTS.read(reader);
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new TokenizerException(name + " is not valid JSON: " + e.getMessage());
        }
    }

    static JsonObject object(@Nullable JsonElement element, String name) {
        if (element instanceof JsonObject object) {
            return object;
        }
        throw new TokenizerException(name + " must be an object");
    }

    static JsonArray array(JsonObject parent, String name) {
        if (parent.get(name) instanceof JsonArray array) {
            return array;
        }
        throw new TokenizerException(name + " must be a list");
    }

    static JsonElement field(JsonObject parent, String name) {
        JsonElement element = parent.get(name);
        return element == null ? JsonNull.INSTANCE : element;
    }

    static String text(JsonObject parent, String name) {
        JsonElement element = field(parent, name);
        if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()) {
            return element.getAsString();
        }
        throw new TokenizerException(name + " must be a text");
    }

    /// A token given as text, or as an object with `content`.
    static String token(JsonObject parent, String name) {
        return field(parent, name) instanceof JsonObject object ? text(object, "content") : text(parent, name);
    }

    static boolean truth(JsonObject parent, String name, boolean otherwise) {
        JsonElement element = field(parent, name);
        if (element.isJsonNull()) {
            return otherwise;
        }
        if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isBoolean()) {
            return element.getAsBoolean();
        }
        throw new TokenizerException(name + " must be true or false");
    }

    static int wholeNumber(JsonObject parent, String name, int min, int max) {
        return wholeNumber(field(parent, name), name, min, max);
    }

    static int wholeNumber(JsonElement element, String name, int min, int max) {
        boolean number =
                element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
        double value = number ? element.getAsDouble() : Double.NaN;
        if (!(value >= min && value <= max && value == Math.rint(value))) {
            throw new TokenizerException(
                    name + " must be a whole number of " + min + " to " + max + ", was " + element);
        }
        return (int) value;
    }
}
