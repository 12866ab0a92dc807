package art.pinhua.training.bench;

import com.google.gson.JsonArray;

/// Numbers on their way to Python and back.
final class Floats {
    private Floats() {}

    static JsonArray json(float... values) {
        var array = new JsonArray(values.length);
        for (float value : values) {
            array.add(value);
        }
        return array;
    }

    static JsonArray json(long... values) {
        var array = new JsonArray(values.length);
        for (long value : values) {
            array.add(value);
        }
        return array;
    }

    static float[] of(JsonArray array) {
        var values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).getAsFloat();
        }
        return values;
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
