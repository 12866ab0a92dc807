package art.pinhua.platform.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A text that PostgreSQL and every encoding can keep: without NUL and without half of a surrogate pair.
final class StorableText extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1;

    static final String COMPLAINT = "holds a character that cannot be kept (NUL, or half of a pair)";

    StorableText() {
        super(String.class);
    }

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var text = StringDeserializer.instance.deserialize(parser, context);
        if (text != null && !storable(text)) {
            throw InvalidFormatException.from(parser, COMPLAINT, text, String.class);
        }
        return text;
    }

    static boolean storable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
    }
}
