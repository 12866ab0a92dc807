package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ReplayTest {
    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final NDArray weight = random(4, 3, 3, 3);
    private final NDArray bias = random(4);
    private final AtomicInteger written = new AtomicInteger();

    private NDArray random(long... shape) {
        int size = 1;
        for (long length : shape) {
            size *= (int) length;
        }
        var random = new Random(size);
        var values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return tensors.of(values, shape);
    }

    /// Two convolutions with the same and other constants, attention that is a kernel of kernels, an enlargement whose
    /// constants follow from the shape, a weight used twice.
    private NDArray computed(List<NDArray> inputs) {
        written.incrementAndGet();
        NDArray x = inputs.get(0);
        NDArray h = tensors.conv2d(x, weight, bias, 1, 1);
        h = tensors.plus(h, tensors.conv2d(x, weight, bias, 1, 1));
        NDArray small = tensors.silu(tensors.conv2d(x, weight, bias, 2, 1));
        long height = x.getShape().get(2);
        long width = x.getShape().get(3);
        h = tensors.plus(h, tensors.upsampleNearest(small, height, width));
        NDArray tokens = tensors.toTokens(h);
        NDArray attended = tensors.times(tensors.attention(tokens, tokens, tokens, 2), inputs.get(1));
        return tensors.toImage(attended, height, width);
    }

    private float[] eager(List<NDArray> inputs) {
        return tensors.step(false, () -> tensors.toFloats(computed(inputs)));
    }

    private float[] applied(Replay replay, List<NDArray> inputs) {
        return tensors.step(false, () -> tensors.toFloats(replay.apply(inputs)));
    }

    @Test
    void itGivesWhatTheComputationGives() {
        try (var replay = new Replay(tensors, List.of(weight, bias, weight), this::computed)) {
            for (int round = 0; round < 4; round++) {
                for (int side : List.of(6, 8)) {
                    var inputs = List.of(random(2, 3, side, 8), random(1, 1, 4));
                    assertArrayEquals(eager(inputs), applied(replay, inputs));
                }
            }
        }
        assertEquals(8 + 2 * 2, written.get()); // each shape once before it is written down, and once for that
    }

    @Test
    void itFollowsWeightsThatChange() {
        var inputs = List.of(random(1, 3, 6, 6), random(1, 1, 4));
        try (var replay = new Replay(tensors, List.of(weight, bias), this::computed)) {
            applied(replay, inputs);
            applied(replay, inputs);
            float[] before = applied(replay, inputs);
            tensors.step(false, () -> {
                tensors.ema(List.of(bias), List.of(tensors.mul(bias, 3)), .5);
                return null;
            });
            float[] after = applied(replay, inputs);
            assertArrayEquals(eager(inputs), after);
            assertFalse(Arrays.equals(before, after), "the weights did not change");
        }
    }

    @Test
    void theSameInBfloat16() {
        Function<List<NDArray>, NDArray> computation =
                inputs -> tensors.toFloat32(computed(List.of(tensors.toBfloat16(inputs.get(0)), inputs.get(1))));
        try (var replay = new Replay(tensors, List.of(weight, bias), computation)) {
            var inputs = List.of(random(1, 3, 6, 6), random(1, 1, 4));
            float[] first = applied(replay, inputs);
            applied(replay, inputs);
            assertArrayEquals(first, applied(replay, inputs));
        }
    }

    @Test
    void whatItCannotWriteDownIsRefused() {
        var inputs = List.of(random(1, 3, 6, 6), random(1, 1, 4));
        try (var forgetful = new Replay(tensors, List.of(weight), this::computed);
                var own = new Replay(
                        tensors, List.of(), x -> tensors.silu(x.get(0).add(x.get(0))))) {
            applied(forgetful, inputs);
            applied(own, inputs);
            var unknown = assertThrows(IllegalStateException.class, () -> applied(forgetful, inputs));
            assertTrue(String.valueOf(unknown.getMessage()).startsWith("conv2d is called"), unknown.getMessage());
            assertThrows(IllegalStateException.class, () -> applied(own, inputs));
            assertArrayEquals(eager(inputs), eager(inputs)); // no tape runs on
        }
    }

    /// Gradients through one call are those through many, and a shape is written down apart with and without them.
    @Test
    void gradientsAreTheSame() {
        tensors.trainable(weight);
        tensors.trainable(bias);
        var inputs = List.of(random(2, 3, 6, 6), random(1, 1, 4));
        float[][] expected = gradients(this::computed, inputs);
        try (var replay = new Replay(tensors, List.of(weight, bias), this::computed)) {
            for (int round = 0; round < 4; round++) {
                applied(replay, inputs);
                float[][] actual = gradients(replay::apply, inputs);
                assertArrayEquals(expected[0], actual[0]);
                assertArrayEquals(expected[1], actual[1]);
            }
        }
        assertEquals(1 + 2 * 2, written.get()); // each way once before it is written down, and once for that
    }

    private float[][] gradients(Function<List<NDArray>, NDArray> computation, List<NDArray> inputs) {
        tensors.step(true, () -> {
            tensors.backward(computation.apply(inputs).square().mean());
            return null;
        });
        var gradients =
                new float[][] {tensors.toFloats(tensors.gradient(weight)), tensors.toFloats(tensors.gradient(bias))};
        tensors.clearGradient(weight);
        tensors.clearGradient(bias);
        return gradients;
    }

    @Test
    void nothingIsLeftOfManyShapes() {
        applied(
                new Replay(tensors, List.of(weight, bias), this::computed),
                List.of(random(1, 3, 4, 4), random(1, 1, 4)));
        int before = tensors.manager().getManagedArrays().size();
        try (var replay = new Replay(tensors, List.of(weight, bias), this::computed)) {
            for (int round = 0; round < 3; round++) {
                for (int side = 4; side < 24; side += 2) {
                    try (NDArray x = random(1, 3, side, 4);
                            NDArray factors = random(1, 1, 4)) {
                        for (int again = 0; again < 3; again++) {
                            applied(replay, List.of(x, factors));
                        }
                    }
                }
            }
        }
        assertEquals(before, tensors.manager().getManagedArrays().size());
    }

    /// A service sees sizes without end. What it has forgotten is as if it had never come.
    @Test
    void shapesThatAreLongGoneAreForgotten() {
        try (var replay = new Replay(tensors, List.of(bias), inputs -> tensors.silu(inputs.getFirst()))) {
            for (int size = 1; size <= 200; size++) {
                applied(replay, List.of(random(size)));
            }
            assertEquals(64, replay.remembered());
            for (int again = 0; again < 3; again++) {
                assertArrayEquals(tensors.toFloats(tensors.silu(random(1))), applied(replay, List.of(random(1))));
            }
        }
    }

    /// Or a model that finds no room would stay beside the next one.
    @Test
    void aCallThatFailsHoldsNoWeights() {
        assumeTrue(NativeBytes.areTold(), "no glibc that tells what it holds");
        failsOnAWeightOf16Megabytes();
        long before = NativeBytes.inUse();
        for (int i = 0; i < 4; i++) {
            failsOnAWeightOf16Megabytes();
        }
        long held = NativeBytes.inUse() - before;
        assertTrue(held < 16 << 20, () -> "of 64 MB " + held + " bytes are held");
    }

    private void failsOnAWeightOf16Megabytes() {
        int rows = 1 << 20;
        try (NDArray table = tensors.zeros(rows, 4);
                var replay = new Replay(tensors, List.of(table), ids -> tensors.embedding(ids.getFirst(), table))) {
            for (int time = 0; time < 3; time++) {
                assertArrayEquals(new float[4], row(replay, time));
            }
            assertThrows(EngineException.class, () -> row(replay, rows));
        }
    }

    private float[] row(Replay replay, long id) {
        return tensors.step(false, () -> tensors.toFloats(replay.apply(List.of(tensors.ofLongs(new long[] {id}, 1)))));
    }
}
