package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FloatsTest {
    @Test
    void numbersTravelAsLittleEndianBytes() {
        assertEquals("AACAPw==", Floats.base64(1)); // 00 00 80 3f
        float[] values = {0, -1.5f, Float.MIN_VALUE, 3e38f};
        assertArrayEquals(values, Floats.of(Floats.base64(values)));
    }

    @Test
    void levelsHaveNoSign() {
        assertArrayEquals(new float[] {0, 127, 255}, Floats.ofLevels("AH//"));
    }
}
