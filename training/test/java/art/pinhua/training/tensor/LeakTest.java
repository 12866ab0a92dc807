package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Steps of a training leave nothing behind. `-Dpinhua.memory.steps=1000` for the long version.
class LeakTest {
    private static final int DEFAULT = 100;
    private static final int STEPS = Integer.getInteger("pinhua.memory.steps", DEFAULT);

    /// Steps of small arrays for one of large ones.
    private static final int SMALL = 40;

    private static final int SPANS = 17;

    /// Of steps of large arrays.
    private static final int ROUNDS = 3;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    /// A convolution that is applied twice.
    private record Trained(NDArray weight, NDArray bias, NDArray x) {}

    private Trained trained(int rows, int channels, int side) {
        return new Trained(
                tensors.trainable(tensors.zeros(channels, channels, 3, 3)),
                tensors.trainable(tensors.zeros(channels)),
                tensors.zeros(rows, channels, side, side));
    }

    private void step(Trained trained) {
        NDArray weight = trained.weight();
        NDArray bias = trained.bias();
        tensors.step(true, () -> {
            NDArray h = tensors.silu(tensors.conv2d(trained.x(), weight, bias, 1, 1));
            tensors.backward(tensors.conv2d(h, weight, bias, 2, 1).square().mean());
            return null;
        });
        tensors.step(false, () -> {
            List<NDArray> gradients = List.of(tensors.gradient(weight), tensors.gradient(bias));
            tensors.clip(gradients, 1);
            tensors.ema(List.of(weight, bias), gradients, 0.99);
            tensors.clearGradient(weight);
            tensors.clearGradient(bias);
            return null;
        });
    }

    private int arrays() {
        return tensors.manager().getManagedArrays().size();
    }

    /// One step makes 12 MB of activations. The Java machine's compilers and collections may take memory in
    /// between, but what each step leaves grows in every round.
    @Test
    void largeArraysAreGivenBack() throws IOException {
        Trained trained = trained(8, 64, 16);
        for (int warm = 0; warm < 20; warm++) {
            step(trained);
        }
        int arrays = arrays();
        var growth = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long resident = residentBytes();
            for (int i = 0; i < STEPS / ROUNDS; i++) {
                step(trained);
            }
            growth[round] = residentBytes() - resident;
        }
        assertEquals(arrays, arrays());
        Arrays.sort(growth);
        long median = growth[ROUNDS / 2];
        assertTrue(median < 32 << 20, () -> "resident memory grew by " + Arrays.toString(growth));
    }

    private static long residentBytes() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
        return Long.parseLong(pages[1]) * 4096;
    }

    /// A graph, a handle or a small array a step would be lost in what is resident. The first assertion
    /// shows that this test would see 4 KB of them.
    @Test
    void nothingSmallIsLeft() {
        assumeTrue(NativeBytes.areTold(), "no glibc that tells what it holds");
        Trained trained = trained(2, 4, 4);
        for (int warm = 0; warm < 500; warm++) {
            step(trained);
        }
        int arrays = arrays();
        var leaked = new ArrayList<NDArray>();
        double planted = left(SMALL * DEFAULT, () -> {
            step(trained);
            leaked.add(tensors.zeros(1024));
        });
        leaked.forEach(NDArray::close);
        assertTrue(planted > 2048, "of 4096 bytes a step " + planted + " are seen");
        double left = left(SMALL * STEPS, () -> step(trained));
        assertTrue(left < 2048, "each step leaves " + left + " bytes");
        assertEquals(arrays, arrays());
    }

    /// Bytes that a step leaves. The Java machine's compilers use the same heap now and then: hence the
    /// least of each span of steps, and the median of what one span has more than the span before.
    private static double left(int steps, Runnable step) {
        int span = steps / SPANS;
        var least = new long[SPANS];
        Arrays.fill(least, Long.MAX_VALUE);
        for (int i = 0; i < span * SPANS; i++) {
            step.run();
            if (i % 10 == 0) {
                least[i / span] = Math.min(least[i / span], NativeBytes.inUse());
            }
        }
        long[] growth = IntStream.range(1, SPANS)
                .mapToLong(i -> least[i] - least[i - 1])
                .sorted()
                .toArray();
        return (double) growth[growth.length / 2] / span;
    }
}
