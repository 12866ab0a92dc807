package art.pinhua.training.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CounterTest {
    @Test
    void gaussiansOfSeed42AreThePublishedOnes() {
        var drawn = new float[4];
        Counter.gaussians(42, Stream.NOISE, 0, drawn);
        assertArrayEquals(new float[] {1.2129748f, -.6538243f, -1.7753084f, -1.3502992f}, drawn, 0);
    }

    @Test
    void aNumberDoesNotDependOnHowManyAreDrawn() {
        var few = new float[5];
        var many = new float[64];
        Counter.gaussians(7, Stream.INIT, 3, few);
        Counter.gaussians(7, Stream.INIT, 3, many);
        assertArrayEquals(Arrays.copyOf(many, 5), few, 0);
    }

    @Test
    void gaussiansHaveMeanZeroAndVarianceOne() {
        var drawn = new float[1 << 18];
        Counter.gaussians(1, Stream.NOISE, 9, drawn);
        double mean = 0;
        double square = 0;
        double neighbours = 0;
        for (int i = 0; i < drawn.length; i++) {
            mean += drawn[i] / drawn.length;
            square += (double) drawn[i] * drawn[i] / drawn.length;
            neighbours += i == 0 ? 0 : (double) drawn[i] * drawn[i - 1] / drawn.length;
        }
        assertEquals(0, mean, .008); // four standard errors
        assertEquals(1, square, .011);
        assertEquals(0, neighbours, .008);
    }

    @Test
    void integersAreUniform() {
        var counts = new int[1000];
        for (int i = 0; i < 1_000_000; i++) {
            counts[Counter.below(5, Stream.TIMESTEP, 0, i, counts.length)]++;
        }
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(c -> (c - 1000.0) * (c - 1000.0) / 1000)
                .sum();
        assertTrue(chiSquare > 800 && chiSquare < 1200, "chi square " + chiSquare + " on 999 degrees");
        assertThrows(IllegalArgumentException.class, () -> Counter.below(5, Stream.TIMESTEP, 0, 0, 0));
    }

    @Test
    void everyCounterMatters() {
        long bits = Counter.bits(1, Stream.ORDER, 2, 3);
        assertNotEquals(bits, Counter.bits(2, Stream.ORDER, 2, 3));
        assertNotEquals(bits, Counter.bits(1, Stream.FLIP, 2, 3));
        assertNotEquals(bits, Counter.bits(1, Stream.ORDER, 3, 3));
        assertNotEquals(bits, Counter.bits(1, Stream.ORDER, 2, 4));
    }
}
