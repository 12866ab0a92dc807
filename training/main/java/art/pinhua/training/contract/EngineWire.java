package art.pinhua.training.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The engine protocol as text: one JSON object per line, UTF-8, no line break inside.
/// Reading throws [WireException] naming the field at fault.
public final class EngineWire {
    private EngineWire() {}

    public static String line(EngineRequest request) {
        return StrictJson.write(request);
    }

    public static String line(EngineAnswer answer) {
        return StrictJson.write(answer);
    }

    public static EngineRequest request(String line) {
        return StrictJson.read(line, EngineRequest.class);
    }

    public static EngineAnswer answer(String line) {
        return StrictJson.read(line, EngineAnswer.class);
    }

    /// The id of a line that is otherwise unreadable, so that its sender can be answered.
    public static Optional<String> idOf(String line) {
        try {
            return StrictJson.parse(line) instanceof JsonObject object ? text(object.get("id")) : Optional.empty();
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(@Nullable JsonElement element) {
        return element instanceof JsonPrimitive primitive && primitive.isString()
                ? Optional.of(primitive.getAsString())
                : Optional.empty();
    }
}
