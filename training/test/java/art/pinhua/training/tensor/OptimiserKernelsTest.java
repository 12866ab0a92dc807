package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The kernels that change arrays in place, against the formulas in double precision.
class OptimiserKernelsTest {
    static final Set<String> KERNELS =
            Set.of("clip", "adamw", "muon", "ema", "copy_into", "merge_into", "merge_into_channels_last");

    private static final CalledKernels CALLED = new CalledKernels();

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @AfterEach
    void noteWhatWasCalled() {
        CALLED.add(tensors);
    }

    @AfterAll
    static void everyKernelWasCalled() {
        CALLED.require(KERNELS, OptimiserKernelsTest.class);
    }

    private NDArray array(float... values) {
        return tensors.of(values, values.length);
    }

    @Test
    void gradientsAreScaledToTheNormOfAllTogether() {
        NDArray a = array(3, 0);
        NDArray b = array(0, 4);
        assertEquals(5, tensors.value(tensors.clip(List.of(a, b), 1)), 1e-6);
        assertArrayEquals(new float[] {0.6f, 0}, tensors.toFloats(a), 1e-6f);
        assertArrayEquals(new float[] {0, 0.8f}, tensors.toFloats(b), 1e-6f);
    }

    @Test
    void smallGradientsStayAsTheyAre() {
        NDArray a = array(0.3f, -0.4f);
        assertEquals(0.5, tensors.value(tensors.clip(List.of(a), 1)), 1e-6);
        assertArrayEquals(new float[] {0.3f, -0.4f}, tensors.toFloats(a));
    }

    @Test
    void adamwFollowsItsFormula() {
        double lr = 0.01;
        double decay = 0.1;
        double[] p = {1, -2, 0.5};
        double[] m = new double[3];
        double[] v = new double[3];
        NDArray parameter = array(1, -2, 0.5f);
        NDArray first = array(0, 0, 0);
        NDArray second = array(0, 0, 0);
        NDArray steps = tensors.scalar(0);
        for (int step = 1; step <= 5; step++) {
            double[] g = {0.1 * step, -1, 0.3 - 0.1 * step};
            for (int i = 0; i < 3; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
                double unbiased = m[i] / (1 - Math.pow(0.9, step));
                double scale = Math.sqrt(v[i] / (1 - Math.pow(0.99, step))) + 1e-8;
                p[i] = p[i] * (1 - lr * decay) - lr * unbiased / scale;
            }
            NDArray gradient = array((float) g[0], (float) g[1], (float) g[2]);
            tensors.adamw(
                    List.of(parameter),
                    List.of(gradient),
                    List.of(first),
                    List.of(second),
                    List.of(steps),
                    lr,
                    0.9,
                    0.99,
                    1e-8,
                    decay);
        }
        assertArrayEquals(new float[] {(float) p[0], (float) p[1], (float) p[2]}, tensors.toFloats(parameter), 1e-5f);
        assertEquals(5, tensors.value(steps));
    }

    /// Tall, wide and square matrices, and a kernel of a convolution.
    @Test
    void muonFollowsItsFormula() {
        double lr = 0.01;
        double decay = 0.1;
        long[][] shapes = {{6, 4}, {3, 8}, {5, 5}, {4, 2, 3, 3}};
        var parameters = new ArrayList<NDArray>();
        var momenta = new ArrayList<NDArray>();
        var expected = new ArrayList<double[]>();
        var means = new ArrayList<double[]>();
        for (long[] shape : shapes) {
            int size = Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
            float[] values = values(expected.size(), 0, size);
            parameters.add(tensors.of(values, shape));
            momenta.add(tensors.zeros(shape));
            expected.add(doubles(values));
            means.add(new double[size]);
        }
        for (int step = 1; step <= 3; step++) {
            var gradients = new ArrayList<NDArray>();
            for (int p = 0; p < shapes.length; p++) {
                double[] values = expected.get(p);
                float[] gradient = values(p, step, values.length);
                gradients.add(tensors.of(gradient, shapes[p]));
                double[] direction = new double[values.length];
                double[] mean = means.get(p);
                for (int i = 0; i < values.length; i++) {
                    mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
                    direction[i] = 0.9 * mean[i] + 0.1 * gradient[i];
                }
                int rows = (int) shapes[p][0];
                int columns = values.length / rows;
                double[] turned = orthogonal(direction, rows, columns);
                for (int i = 0; i < values.length; i++) {
                    values[i] =
                            values[i] * (1 - lr * decay) - lr * 0.2 * Math.sqrt(Math.max(rows, columns)) * turned[i];
                }
            }
            tensors.muon(parameters, gradients, momenta, lr, 0.9, decay);
        }
        for (int p = 0; p < shapes.length; p++) {
            double[] values = expected.get(p);
            float[] found = tensors.toFloats(parameters.get(p));
            for (int i = 0; i < values.length; i++) {
                assertEquals(values[i], found[i], 2e-5, "parameter " + p);
            }
        }
    }

    /// Rows from 1 to a thousandth, so that what the Gram matrix loses would show.
    @Test
    void faintDirectionsAreTurnedAsInDoublePrecision() {
        int rows = 32;
        int columns = 288;
        float[] gradient = values(7, 1, rows * columns);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= (float) Math.pow(10, -3.0 * (i / columns) / (rows - 1));
        }
        NDArray parameter = tensors.zeros(rows, columns);
        NDArray momentum = tensors.zeros(rows, columns);
        tensors.muon(List.of(parameter), List.of(tensors.of(gradient, rows, columns)), List.of(momentum), 1, 0.95, 0);
        double[] expected = orthogonal(doubles(gradient), rows, columns);
        float[] found = tensors.toFloats(parameter);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(-found[i] / (0.2 * Math.sqrt(columns)) - expected[i]));
        }
        assertTrue(largest < 1e-4, "an entry differs by " + largest);
    }

    @Test
    void muonMovesAllDirectionsAlike() {
        NDArray parameter = tensors.zeros(2, 3);
        NDArray steep = tensors.of(new float[] {100, 0, 0, 0, 1, 0}, 2, 3);
        tensors.muon(List.of(parameter), List.of(steep), List.of(tensors.zeros(2, 3)), 1, 0.95, 0);
        float[] moved = tensors.toFloats(parameter);
        double length = 0.2 * Math.sqrt(3);
        assertEquals(-length, moved[0], 0.35 * length);
        assertEquals(-length, moved[4], 0.35 * length, "a hundred times as faint");
        assertEquals(0, moved[1], 1e-6);
    }

    @Test
    void muonLeavesAParameterWithoutGradient() {
        NDArray parameter = tensors.of(new float[] {1, 2, 3, 4}, 2, 2);
        tensors.muon(List.of(parameter), List.of(tensors.zeros(2, 2)), List.of(tensors.zeros(2, 2)), 0.1, 0.95, 0);
        assertArrayEquals(new float[] {1, 2, 3, 4}, tensors.toFloats(parameter));
    }

    private static float[] values(int parameter, int step, int size) {
        var values = new float[size];
        Counter.gaussians(100 + parameter, Stream.NOISE, step, values);
        return values;
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /// Five steps of X ← a X + (b X Xᵀ + c (X Xᵀ)²) X, as its authors write it, of the matrix or of its transpose.
    private static double[] orthogonal(double[] matrix, int rows, int columns) {
        if (rows > columns) {
            return transposed(orthogonal(transposed(matrix, rows, columns), columns, rows), columns, rows);
        }
        double norm = Math.sqrt(Arrays.stream(matrix).map(x -> x * x).sum());
        double[] x = Arrays.stream(matrix).map(value -> value / norm).toArray();
        for (int i = 0; i < 5; i++) {
            double[] gram = product(x, transposed(x, rows, columns), rows, columns, rows);
            double[] squared = product(gram, gram, rows, rows, rows);
            double[] mixed = new double[squared.length];
            for (int j = 0; j < mixed.length; j++) {
                mixed[j] = -4.775 * gram[j] + 2.0315 * squared[j];
            }
            double[] turned = product(mixed, x, rows, rows, columns);
            for (int j = 0; j < x.length; j++) {
                x[j] = 3.4445 * x[j] + turned[j];
            }
        }
        return x;
    }

    private static double[] transposed(double[] matrix, int rows, int columns) {
        var result = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            result[i % columns * rows + i / columns] = matrix[i];
        }
        return result;
    }

    private static double[] product(double[] a, double[] b, int rows, int inner, int columns) {
        var result = new double[rows * columns];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < inner; j++) {
                result[i] += a[i / columns * inner + j] * b[j * columns + i % columns];
            }
        }
        return result;
    }

    @Test
    void averagesMoveByTheirShare() {
        NDArray average = array(1, 2);
        tensors.ema(List.of(average), List.of(array(3, 0)), 0.75);
        assertArrayEquals(new float[] {1.5f, 1.5f}, tensors.toFloats(average), 1e-6f);
    }

    /// Of matrices, and of convolutions in either layout, for random shapes.
    @Test
    void adaptersAreMergedIntoAnArrayThatIsThere() {
        var random = new Random(5);
        for (int round = 0; round < 3; round++) {
            int out = random.nextInt(1, 9);
            int in = random.nextInt(1, 9);
            int rank = random.nextInt(1, 5);
            assertMerged(out, in, rank, false);
            assertMerged(out, in, rank, false, 3, 3);
            assertMerged(out, in, rank, true, 1, 1);
            assertMerged(out, in, rank, true, 3, 3);
        }
    }

    /// @param kernel height and width of a convolution's, none for a matrix
    private void assertMerged(int out, int in, int rank, boolean channelsLast, int... kernel) {
        int columns = in * Arrays.stream(kernel).reduce(1, (all, side) -> all * side);
        float[] before = values(3, 1, out * columns);
        float[] up = values(1, 1, out * rank);
        float[] down = values(2, 1, rank * columns);
        double[] change = product(doubles(up), doubles(down), out, rank, columns);
        var expected = new float[before.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (float) (before[i] + 0.7 * change[i]);
        }
        NDArray weight = tensors.of(before, shape(out, in, kernel));
        NDArray target = tensors.zeros(shape(out, in, kernel));
        NDArray left = tensors.of(up, shape(out, rank, new int[kernel.length]));
        NDArray right = tensors.of(down, shape(rank, in, kernel));
        NDArray scale = tensors.scalar(0.7);
        if (channelsLast) {
            target = tensors.channelsLast(target);
            tensors.mergeIntoChannelsLast(target, tensors.channelsLast(weight), left, right, scale);
        } else {
            tensors.mergeInto(target, weight, left, right, scale);
        }
        assertArrayEquals(expected, tensors.toFloats(target), 1e-5f);
        assertArrayEquals(before, tensors.toFloats(weight), "versions share it");
    }

    /// @param rest 0 stands for 1
    private static long[] shape(int rows, int columns, int... rest) {
        return LongStream.concat(
                        LongStream.of(rows, columns), Arrays.stream(rest).mapToLong(side -> Math.max(1, side)))
                .toArray();
    }

    @Test
    void adaptersAreMergedInTheTypeOfTheWeight() {
        NDArray up = tensors.of(values(1, 1, 12), 6, 2);
        NDArray down = tensors.of(values(2, 1, 8), 2, 4);
        NDArray scale = tensors.scalar(0.7);
        NDArray weight = tensors.toBfloat16(tensors.of(values(3, 1, 24), 6, 4));
        NDArray target = tensors.toBfloat16(tensors.zeros(6, 4));
        tensors.mergeInto(target, weight, up, down, scale);
        NDArray expected = tensors.merged(weight, up, down, scale);
        assertArrayEquals(tensors.toFloats(tensors.toFloat32(expected)), tensors.toFloats(tensors.toFloat32(target)));
    }

    /// Else the rows would be filled in a copy, and nobody would know.
    @Test
    void arraysThatLieOtherwiseAreNotWrittenOver() {
        NDArray weight = tensors.of(values(3, 1, 72), 2, 4, 3, 3);
        NDArray up = tensors.of(values(1, 1, 4), 2, 2, 1, 1);
        NDArray down = tensors.of(values(2, 1, 72), 2, 4, 3, 3);
        NDArray scale = tensors.scalar(0.7);
        NDArray rows = tensors.zeros(2, 4, 3, 3);
        NDArray laidOut = tensors.channelsLast(rows);
        assertThrows(EngineException.class, () -> tensors.mergeInto(laidOut, weight, up, down, scale));
        assertThrows(EngineException.class, () -> tensors.mergeIntoChannelsLast(rows, weight, up, down, scale));
    }

    /// A last block of rows that is shorter than the others, of a convolution with the channels innermost.
    @Test
    void largeMatricesAreMergedBlockByBlock() {
        NDArray weight = tensors.channelsLast(tensors.of(values(4, 1, 2100 * 1000), 2100, 1000, 1, 1));
        NDArray target = tensors.channelsLast(tensors.zeros(2100, 1000, 1, 1));
        NDArray up = tensors.of(values(5, 1, 2100 * 2), 2100, 2, 1, 1);
        NDArray down = tensors.of(values(6, 1, 2 * 1000), 2, 1000, 1, 1);
        NDArray scale = tensors.scalar(0.5);
        tensors.mergeInto(target, weight, up, down, scale);
        assertArrayEquals(tensors.toFloats(tensors.merged(weight, up, down, scale)), tensors.toFloats(target), 1e-6f);
    }

    @Test
    void contentsAreCopiedIntoTheSameArrays() {
        NDArray target = array(1, 2);
        tensors.copyInto(List.of(target), List.of(array(5, 6)));
        assertArrayEquals(new float[] {5, 6}, tensors.toFloats(target));
    }
}
