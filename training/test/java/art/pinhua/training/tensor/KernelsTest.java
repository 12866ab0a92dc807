package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every kernel against the same composed of plain operations: values and gradients, for random shapes.
/// Whoever adds one adds its test, here or where those are that are named below.
class KernelsTest extends KernelComparison {
    private static final int ROUNDS = 3;

    /// Kernels that are tested in other packages, and where.
    private static final Map<String, String> APART = Map.of(
            "spatial_transformer", "SpatialTransformerTest, with a model's weights against the layers it is made of");

    private static final CalledKernels CALLED = new CalledKernels();

    @AfterEach
    void noteWhatWasCalled() {
        CALLED.add(tensors);
    }

    @AfterAll
    static void everyKernelWasCalled() {
        var elsewhere = new TreeSet<>(APART.keySet());
        elsewhere.addAll(NumberKernelsTest.KERNELS);
        elsewhere.addAll(OptimiserKernelsTest.KERNELS);
        CALLED.requireAllBut(elsewhere, KernelsTest.class);
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

    @Test
    void convolutionsOfWhatIsDoubled() {
        for (int round = 0; round < ROUNDS; round++) {
            NDArray x = normal(between(1, 3), between(1, 5), between(1, 6), between(1, 6));
            Shape size = x.getShape();
            int out = between(1, 5);
            check(
                    "conv2dOfDoubled",
                    i -> tensors.conv2dOfDoubled(i.get(0), i.get(1), i.get(2)),
                    i -> tensors.conv2d(
                            tensors.upsampleNearest(i.get(0), 2 * size.get(2), 2 * size.get(3)),
                            i.get(1),
                            i.get(2),
                            1,
                            1),
                    x,
                    normal(out, size.get(1), 3, 3),
                    normal(out));
        }
    }

    private static long[] joined(long[] last, long... first) {
        return LongStream.concat(LongStream.of(first), LongStream.of(last)).toArray();
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
            Function<NDList, NDArray> kernel = i -> tensors.groupNormSilu(i.get(0), groups, i.get(1), i.get(2), 1e-5);
            Function<NDList, NDArray> parts = i -> {
                NDArray normed = composed.groupNorm(i.get(0), groups, i.get(1), i.get(2));
                return normed.mul(composed.sigmoid(normed));
            };
            check("groupNormSilu", kernel, parts, x, weight, bias);
            checkUnrecorded("groupNormSilu unrecorded", kernel, parts, x, weight, bias);
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
        int in = between(1, 7);
        int out = between(1, 5);
        NDArray x = normal(between(1, 3), between(1, 5), in);
        check(
                "linear",
                i -> tensors.linear(i.get(0), i.get(1), i.get(2)),
                i -> i.get(0).matMul(i.get(1).transpose()).add(i.get(2)),
                x,
                normal(out, in),
                normal(out));
        check(
                "linear without bias",
                i -> tensors.linear(i.get(0), i.get(1), null),
                i -> i.get(0).matMul(i.get(1).transpose()),
                x,
                normal(out, in));
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
}
