package art.pinhua.training.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.parity.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against numbers that torch drew, of two versions, see `parity/README.md`.
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

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, (1L << 40) + 7})
    void aLaterTorchDrawsTheSame(long seed) {
        for (int count : new int[] {15, 16, 20, 64}) {
            assertNextNumbers(new TorchGenerator(seed), "seed" + seed + ".randn" + count);
        }
        assertNextNumbers(new TorchGenerator(seed), "seed" + seed + ".randn_latent");
        var one = new TorchGenerator(seed);
        for (int turn = 0; turn < 4; turn++) {
            assertNextNumbers(one, "seed" + seed + ".sequence." + turn);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, (1L << 40) + 7})
    void uniformNumbersAreTorchsBitByBit(long seed) {
        var generator = new TorchGenerator(seed);
        for (float number : later("seed" + seed + ".rand64")) {
            assertEquals(number, generator.uniform());
        }
    }

    private static void assertNextNumbers(TorchGenerator generator, String name) {
        float[] expected = later(name);
        float[] drawn = new float[expected.length];
        generator.gaussians(drawn);
        double difference = Fixtures.difference(expected, drawn);
        assertTrue(difference <= TOLERANCE, name + " differs by " + difference);
    }

    private static float[] later(String name) {
        return Fixtures.floats("expected/noise.safetensors", name);
    }

    private static float[] expected(String name) {
        return Fixtures.floats("expected/samplers.safetensors", name);
    }
}
