package art.pinhua.training.tensor;

import static art.pinhua.training.parity.Fixtures.difference;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;

/// Tests that hold kernels against the same composed of plain operations.
abstract class KernelComparison {
    private static final double TOLERANCE = 1e-4;

    @AutoClose
    final Tensors tensors = Tensors.cpu(1);

    final Composed composed = new Composed(tensors);

    private final Random random = new Random(5);
    private long drawn;

    /// Of the output of the last run.
    private long[] shape = {};

    final NDArray normal(long... shape) {
        int size = 1;
        for (long dimension : shape) {
            size *= (int) dimension;
        }
        var values = new float[size];
        Counter.gaussians(1, Stream.INIT, drawn++, values);
        return tensors.of(values, shape);
    }

    final int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /// Compares outputs, and the gradients of all inputs under a random weighting of the output.
    final void check(
            String name, Function<NDList, NDArray> kernel, Function<NDList, NDArray> composed, NDArray... inputs) {
        List<float[]> one = run(kernel, inputs);
        long[] given = shape;
        List<float[]> other = run(composed, inputs);
        assertArrayEquals(shape, given, name + " has another shape");
        for (int i = 0; i < one.size(); i++) {
            double difference = difference(other.get(i), one.get(i));
            String what = i == 0 ? "value" : "gradient of input " + (i - 1);
            assertTrue(difference <= TOLERANCE, name + ": " + what + " differs by " + difference);
        }
    }

    /// Compares outputs where no gradients are recorded.
    final void checkUnrecorded(
            String name, Function<NDList, NDArray> kernel, Function<NDList, NDArray> composed, NDArray... inputs) {
        double difference = difference(unrecorded(composed, inputs), unrecorded(kernel, inputs));
        assertTrue(difference <= TOLERANCE, name + " differs by " + difference);
    }

    private float[] unrecorded(Function<NDList, NDArray> function, NDArray... inputs) {
        return tensors.step(false, () -> {
            var copies = new NDList();
            for (NDArray input : inputs) {
                copies.add(tensors.copy(input)); // some are written over
            }
            return tensors.toFloats(function.apply(copies));
        });
    }

    /// The output, and the gradients of all inputs.
    final List<float[]> run(Function<NDList, NDArray> function, NDArray... inputs) {
        return tensors.step(true, () -> {
            var leaves = new NDList();
            for (NDArray input : inputs) {
                leaves.add(tensors.trainable(tensors.copy(input)));
            }
            NDArray output = function.apply(leaves);
            shape = output.getShape().getShape();
            var weighting = new float[(int) output.size()];
            Counter.gaussians(2, Stream.INIT, 0, weighting);
            tensors.backward(output, tensors.of(weighting, shape));
            var results = new ArrayList<>(List.of(tensors.toFloats(output)));
            leaves.forEach(leaf -> results.add(tensors.toFloats(tensors.gradient(leaf))));
            return results;
        });
    }
}
