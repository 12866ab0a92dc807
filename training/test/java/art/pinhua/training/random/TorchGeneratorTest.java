package art.pinhua.training.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.parity.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against numbers that torch drew, see `training/test/python/samplers.py`.
class TorchGeneratorTest {
    private static final float TOLERANCE = 2e-6f;

    @ParameterizedTest
    @ValueSource(longs = {0, 42, (1L << 40) + 7, -3})
    void drawsInTurnWhatTorchDraws(long seed) {
        var generator = new TorchGenerator(seed);
        int[] counts = {64, 5, 1, 16, 2, 37, 15, 100};
        for (int turn = 0; turn < counts.length; turn++) {
            float[] drawn = new float[counts[turn]];
            generator.gaussians(drawn);
            assertArrayEquals(expected("random." + seed + "." + turn), drawn, TOLERANCE, "turn " + turn);
        }
    }

    @Test
    void startNoiseOfAWholePictureIsTorchs() {
        float[] drawn = new float[4 * 64 * 64];
        new TorchGenerator(1234).gaussians(drawn);
        float[] expected = expected("random.large");
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], drawn[1021 * i], TOLERANCE, "number " + 1021 * i);
        }
    }

    private static float[] expected(String name) {
        return Fixtures.floats("expected/samplers.safetensors", name);
    }
}
