package art.pinhua.training.bench;

import com.google.gson.JsonArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;

/// Numbers on their way to Python and back.
final class Floats {
    private Floats() {}

    /// The numbers' bytes, little-endian, as base64: a batch of latents has a million of them, which as
    /// numbers in JSON would take more memory than the bench has.
    static String base64(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /// What [#base64] makes.
    static float[] of(String base64) {
        FloatBuffer numbers = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        var values = new float[numbers.remaining()];
        numbers.get(values);
        return values;
    }

    /// Levels of 0 … 255, a byte each, as base64.
    static float[] ofLevels(String base64) {
        byte[] levels = Base64.getDecoder().decode(base64);
        var values = new float[levels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = levels[i] & 0xff;
        }
        return values;
    }

    static JsonArray json(long... values) {
        var array = new JsonArray(values.length);
        for (long value : values) {
            array.add(value);
        }
        return array;
    }

    /// @throws IllegalStateException when the lengths differ, for then the two sides did different things
    static float largestDifference(float[] one, float[] other) {
        if (one.length != other.length) {
            throw new IllegalStateException("%d values against %d".formatted(one.length, other.length));
        }
        float largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest;
    }

    static float largest(float[] values) {
        return largestDifference(values, new float[values.length]);
    }
}
