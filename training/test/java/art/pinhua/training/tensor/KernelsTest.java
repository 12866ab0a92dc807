package art.pinhua.training.tensor;

import static art.pinhua.training.parity.Fixtures.difference;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Every kernel against the same composed of plain operations: values and gradients, for random shapes.
class KernelsTest {
    private static final double TOLERANCE = 1e-4;
    private static final int ROUNDS = 3;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final Composed composed = new Composed(tensors);

    private final Random random = new Random(5);
    private long drawn;

    private NDArray normal(long... shape) {
        int size = 1;
        for (long dimension : shape) {
            size *= (int) dimension;
        }
        var values = new float[size];
        Counter.gaussians(1, Stream.INIT, drawn++, values);
        return tensors.of(values, shape);
    }

    private int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /// Compares outputs, and the gradients of all inputs under a random weighting of the output.
    private void check(
            String name, Function<NDList, NDArray> kernel, Function<NDList, NDArray> composed, NDArray... inputs) {
        List<float[]> one = run(kernel, inputs);
        List<float[]> other = run(composed, inputs);
        for (int i = 0; i < one.size(); i++) {
            double difference = difference(other.get(i), one.get(i));
            String what = i == 0 ? "value" : "gradient of input " + (i - 1);
            assertTrue(difference <= TOLERANCE, name + ": " + what + " differs by " + difference);
        }
    }

    private List<float[]> run(Function<NDList, NDArray> function, NDArray... inputs) {
        return tensors.step(true, () -> {
            var leaves = new NDList();
            for (NDArray input : inputs) {
                leaves.add(tensors.trainable(tensors.copy(input)));
            }
            NDArray output = function.apply(leaves);
            var weighting = new float[(int) output.size()];
            Counter.gaussians(2, Stream.INIT, 0, weighting);
            tensors.backward(output, tensors.of(weighting, output.getShape().getShape()));
            var results = new ArrayList<>(List.of(tensors.toFloats(output)));
            leaves.forEach(leaf -> results.add(tensors.toFloats(tensors.gradient(leaf))));
            return results;
        });
    }

    @Test
    void weightsWithAnAdapterWorkedIn() {
        for (long[] kernel : new long[][] {{}, {3, 3}}) {
            int rank = between(1, 6);
            var in = between(1, 9);
            var out = between(1, 9);
            var flat = new long[kernel.length];
            Arrays.fill(flat, 1);
            check(
                    "merged",
                    i -> tensors.merged(i.get(0), i.get(1), i.get(2), i.get(3)),
                    i -> i.get(0)
                            .add(i.get(1)
                                    .reshape(out, rank)
                                    .matMul(i.get(2).reshape(rank, -1))
                                    .mul(i.get(3))
                                    .reshape(i.get(0).getShape())),
                    normal(joined(kernel, out, in)),
                    normal(joined(flat, out, rank)),
                    normal(joined(kernel, rank, in)),
                    composed.number(.7));
        }
    }

    @Test
    void channelsInnermost() {
        NDArray x = normal(between(1, 3), between(2, 5), between(2, 5), between(2, 5));
        check(
                "channels_last",
                i -> tensors.channelsLast(i.get(0)),
                i -> i.get(0).add(composed.number(0)),
                x);
        var shape = x.getShape().getShape();
        NDArray weight = normal(between(1, 4), shape[1], 3, 3);
        NDArray bias = normal(weight.getShape().get(0));
        check(
                "conv2d of weights that lie so",
                i -> tensors.conv2d(i.get(0), tensors.channelsLast(i.get(1)), i.get(2), 1, 1),
                i -> tensors.conv2d(i.get(0), i.get(1), i.get(2), 1, 1),
                x,
                weight,
                bias);
        NDArray laidOut = tensors.channelsLast(x);
        assertFalse(Strides.rowByRow(tensors, laidOut), "lies as it did");
        assertTrue(Strides.rowByRow(tensors, laidOut.transpose(0, 2, 3, 1)), "the channels are not innermost");
        assertArrayEquals(tensors.toBytes(x), tensors.toBytes(laidOut), "read in another order");
    }

    private static long[] joined(long[] last, long... first) {
        return LongStream.concat(LongStream.of(first), LongStream.of(last)).toArray();
    }

    @Test
    void activations() {
        NDArray x = normal(3, 4, 10);
        check("silu", i -> tensors.silu(i.get(0)), i -> i.get(0).mul(composed.sigmoid(i.get(0))), x);
        check(
                "relu",
                i -> tensors.relu(i.get(0)),
                i -> i.get(0).add(i.get(0).abs()).mul(composed.number(.5)),
                x);
        check("tanh", i -> tensors.tanh(i.get(0)), i -> composed.tanh(i.get(0)), x);
        check("gelu", i -> tensors.gelu(i.get(0)), i -> composed.gelu(i.get(0)), x);
        check(
                "quickGelu",
                i -> tensors.quickGelu(i.get(0)),
                i -> i.get(0).mul(composed.sigmoid(i.get(0).mul(composed.number(1.702)))),
                x);
        check(
                "logSigmoid",
                i -> tensors.logSigmoid(i.get(0)),
                i -> composed.sigmoid(i.get(0)).log(),
                x);
        check(
                "softPlus",
                i -> tensors.softPlus(i.get(0)),
                i -> i.get(0).exp().add(composed.number(1)).log(),
                x);
        check(
                "geglu",
                i -> tensors.geglu(i.get(0)),
                i -> {
                    NDList halves = i.get(0).split(2, 2);
                    return halves.get(0).mul(composed.gelu(halves.get(1)));
                },
                x);
    }

    @Test
    void stableForLargeNumbers() {
        NDArray large = tensors.of(new float[] {-1000, 1000}, 2);
        assertEquals(-1000, tensors.toFloats(tensors.logSigmoid(large))[0]);
        assertEquals(1000, tensors.toFloats(tensors.softPlus(large))[1]);
    }

    @Test
    void norms() {
        for (int round = 0; round < ROUNDS; round++) {
            int groups = between(1, 4);
            int channels = groups * between(1, 5);
            NDArray x = normal(between(1, 3), channels, between(1, 6), between(2, 6));
            NDArray weight = normal(channels);
            NDArray bias = normal(channels);
            check(
                    "groupNorm",
                    i -> tensors.groupNorm(i.get(0), groups, i.get(1), i.get(2), 1e-5),
                    i -> composed.groupNorm(i.get(0), groups, i.get(1), i.get(2)),
                    x,
                    weight,
                    bias);
            check(
                    "groupNormSilu",
                    i -> tensors.groupNormSilu(i.get(0), groups, i.get(1), i.get(2), 1e-5),
                    i -> {
                        NDArray normed = composed.groupNorm(i.get(0), groups, i.get(1), i.get(2));
                        return normed.mul(composed.sigmoid(normed));
                    },
                    x,
                    weight,
                    bias);
            NDArray tokens = normal(between(1, 3), between(1, 7), channels + 2);
            check(
                    "layerNorm",
                    i -> tensors.layerNorm(i.get(0), i.get(1), i.get(2), 1e-5),
                    i -> composed.normalised(i.get(0), 1e-5).mul(i.get(1)).add(i.get(2)),
                    tokens,
                    normal(channels + 2),
                    normal(channels + 2));
        }
    }

    @Test
    void attentions() {
        for (int round = 0; round < ROUNDS; round++) {
            int heads = between(1, 3);
            int width = heads * between(2, 9);
            int batch = between(1, 3);
            NDArray q = normal(batch, between(1, 9), width);
            NDArray k = normal(batch, between(1, 9), width);
            NDArray v = normal(batch, k.getShape().get(1), width);
            check(
                    "attention",
                    i -> tensors.attention(i.get(0), i.get(1), i.get(2), heads),
                    i -> composed.attention(i.get(0), i.get(1), i.get(2), heads, false),
                    q,
                    k,
                    v);
            check(
                    "composed_attention",
                    i -> tensors.call("composed_attention", List.of(heads), i.get(0), i.get(1), i.get(2)),
                    i -> composed.attention(i.get(0), i.get(1), i.get(2), heads, false),
                    q,
                    k,
                    v);
            check(
                    "causalAttention",
                    i -> tensors.causalAttention(i.get(0), i.get(1), i.get(2), heads),
                    i -> composed.attention(i.get(0), i.get(1), i.get(2), heads, true),
                    q,
                    normal(batch, q.getShape().get(1), width),
                    normal(batch, q.getShape().get(1), width));
        }
    }

    @Test
    void linearLayers() {
        NDArray x = normal(2, 5, 7);
        check(
                "linear",
                i -> tensors.linear(i.get(0), i.get(1), i.get(2)),
                i -> i.get(0).matMul(i.get(1).transpose()).add(i.get(2)),
                x,
                normal(3, 7),
                normal(3));
        check(
                "linear without bias",
                i -> tensors.linear(i.get(0), i.get(1), null),
                i -> i.get(0).matMul(i.get(1).transpose()),
                x,
                normal(3, 7));
    }

    /// A convolution is the sum of its taps, each a product over a shifted picture.
    private NDArray taps(NDArray x, NDArray weight, int stride, int padding) {
        Shape shape = x.getShape();
        int k = (int) weight.getShape().get(2);
        long height = (shape.get(2) + 2 * padding - k) / stride + 1;
        long width = (shape.get(3) + 2 * padding - k) / stride + 1;
        NDArray padded = padding == 0 ? x : x.pad(new Shape(padding, padding, padding, padding), 0);
        NDArray sum = null;
        for (int row = 0; row < k; row++) {
            for (int column = 0; column < k; column++) {
                NDArray part = padded.get(":, :, %d:%d:%d, %d:%d:%d"
                        .formatted(
                                row,
                                row + stride * (height - 1) + 1,
                                stride,
                                column,
                                column + stride * (width - 1) + 1,
                                stride));
                NDArray tokens = part.reshape(shape.get(0), shape.get(1), -1).transpose(0, 2, 1);
                NDArray tap = tokens.matMul(
                        weight.get(":, :, %d, %d".formatted(row, column)).transpose());
                sum = sum == null ? tap : sum.add(tap);
            }
        }
        return Objects.requireNonNull(sum)
                .transpose(0, 2, 1)
                .reshape(shape.get(0), weight.getShape().get(0), height, width);
    }

    @Test
    void convolutions() {
        for (int stride = 1; stride <= 2; stride++) {
            for (int k : new int[] {1, 3}) {
                int s = stride;
                NDArray x = normal(2, 3, between(4, 7), between(4, 7));
                NDArray weight = normal(5, 3, k, k);
                check(
                        "conv2d",
                        i -> tensors.conv2d(i.get(0), i.get(1), i.get(2), s, k / 2),
                        i -> taps(i.get(0), i.get(1), s, k / 2).add(i.get(2).reshape(1, -1, 1, 1)),
                        x,
                        weight,
                        normal(5));
                check(
                        "conv2d without bias",
                        i -> tensors.conv2d(i.get(0), i.get(1), null, s, 0),
                        i -> taps(i.get(0), i.get(1), s, 0),
                        x,
                        weight);
            }
        }
    }

    @Test
    void shapes() {
        NDArray x = normal(2, 3, 4, 5);
        check(
                "toTokens",
                i -> tensors.toTokens(i.get(0)),
                i -> i.get(0).reshape(2, 3, 20).transpose(0, 2, 1),
                x);
        check(
                "toImage",
                i -> tensors.toImage(i.get(0), 4, 5),
                i -> i.get(0).transpose(0, 2, 1).reshape(2, 3, 4, 5),
                normal(2, 20, 3));
        check(
                "concatChannels",
                i -> tensors.concatChannels(i.get(0), i.get(1)),
                i -> i.get(0).concat(i.get(1), 1),
                x,
                normal(2, 6, 4, 5));
        check("tile", i -> tensors.tile(i.get(0), 2), i -> i.get(0).concat(i.get(0), 0), x);
        check("repeatEach", i -> tensors.repeatEach(i.get(0), 3), i -> i.get(0).repeat(0, 3), x);
        check(
                "addToChannels",
                i -> tensors.addToChannels(i.get(0), i.get(1)),
                i -> i.get(0).add(i.get(1).reshape(2, 3, 1, 1)),
                x,
                normal(2, 3));
        check(
                "upsampleNearest",
                i -> tensors.upsampleNearest(i.get(0), 8, 10),
                i -> i.get(0).repeat(2, 2).repeat(3, 2),
                x);
        check(
                "padRightBottom",
                i -> tensors.padRightBottom(i.get(0)),
                i -> i.get(0).concat(tensors.zeros(2, 3, 1, 5), 2).concat(tensors.zeros(2, 3, 5, 1), 3),
                x);
        check(
                "averagePool",
                i -> tensors.averagePool(i.get(0), 2),
                i -> i.get(0).reshape(2, 3, 2, 2, 2, 2).mean(new int[] {5}).mean(new int[] {3}),
                normal(2, 3, 4, 4));
    }

    @Test
    void embeddings() {
        NDArray ids = tensors.ofLongs(new long[] {2, 0, 2, 1}, 2, 2);
        NDArray oneHot = tensors.of(new float[] {0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0}, 4, 3);
        check(
                "embedding",
                i -> tensors.embedding(ids, i.get(0)),
                i -> oneHot.matMul(i.get(0)).reshape(2, 2, 5),
                normal(3, 5));
    }

    @Test
    void numbersAndMeans() {
        NDArray x = normal(3, 4, 5);
        check("mul", i -> tensors.mul(i.get(0), -2.5), i -> i.get(0).mul(composed.number(-2.5)), x);
        check("add", i -> tensors.add(i.get(0), 3), i -> i.get(0).add(composed.number(3)), x);
        check("clamp", i -> tensors.clamp(i.get(0), -0.5, 0.5), i -> clamped(i.get(0)), x);
        check(
                "meanPerSample",
                i -> tensors.meanPerSample(i.get(0)),
                i -> i.get(0).reshape(3, 20).mean(new int[] {1}),
                x);
        check(
                "squaredErrorPerSample",
                i -> tensors.squaredErrorPerSample(i.get(0), i.get(1)),
                i -> i.get(0).sub(i.get(1)).square().reshape(3, 20).mean(new int[] {1}),
                x,
                normal(3, 4, 5));
    }

    private NDArray clamped(NDArray x) {
        return x.minimum(composed.number(0.5)).maximum(composed.number(-0.5));
    }
}
