package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import art.pinhua.training.io.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Kernels that compute number by number or change the type of numbers, as [KernelsTest] has the others.
class NumberKernelsTest extends KernelComparison {
    static final Set<String> KERNELS = Set.of(
            "silu",
            "relu",
            "tanh",
            "gelu",
            "quick_gelu",
            "geglu",
            "log_sigmoid",
            "soft_plus",
            "embedding",
            "clamp",
            "mean_per_sample",
            "squared_error_per_sample",
            "times",
            "plus",
            "plus_into",
            "to_float32",
            "to_float16",
            "to_bfloat16",
            "bfloat16_bytes_to_float32");

    private static final CalledKernels CALLED = new CalledKernels();

    @AfterEach
    void noteWhatWasCalled() {
        CALLED.add(tensors);
    }

    @AfterAll
    static void everyKernelWasCalled() {
        CALLED.require(KERNELS, NumberKernelsTest.class);
    }

    @Test
    void activations() {
        NDArray x = normal(between(1, 3), between(1, 4), 2 * between(1, 5));
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
        int rows = between(1, 3);
        int tokens = between(1, 4);
        int width = between(1, 5);
        NDArray x = normal(rows, tokens, width);
        check("mul", i -> tensors.mul(i.get(0), -2.5), i -> i.get(0).mul(composed.number(-2.5)), x);
        check("add", i -> tensors.add(i.get(0), 3), i -> i.get(0).add(composed.number(3)), x);
        check("clamp", i -> tensors.clamp(i.get(0), -0.5, 0.5), i -> clamped(i.get(0)), x);
        check(
                "meanPerSample",
                i -> tensors.meanPerSample(i.get(0)),
                i -> i.get(0).reshape(rows, -1).mean(new int[] {1}),
                x);
        check(
                "squaredErrorPerSample",
                i -> tensors.squaredErrorPerSample(i.get(0), i.get(1)),
                i -> i.get(0).sub(i.get(1)).square().reshape(rows, -1).mean(new int[] {1}),
                x,
                normal(rows, tokens, width));
        check("times", i -> tensors.times(i.get(0), i.get(1)), i -> i.get(0).mul(i.get(1)), x, normal(rows, 1, width));
        check("plus", i -> tensors.plus(i.get(0), i.get(1)), i -> i.get(0).add(i.get(1)), x, normal(tokens, 1));
        NDArray alike = normal(x.getShape().getShape());
        check(
                "plusInto",
                i -> tensors.plusInto(i.get(0), i.get(1)),
                i -> i.get(0).add(i.get(1)),
                x,
                alike);
        checkUnrecorded(
                "plusInto unrecorded",
                i -> {
                    tensors.plusInto(i.get(0), i.get(1));
                    return i.get(1);
                },
                i -> i.get(0).add(i.get(1)),
                x,
                alike);
    }

    private NDArray clamped(NDArray x) {
        return x.minimum(composed.number(0.5)).maximum(composed.number(-0.5));
    }

    /// Values on the way there, and gradients on the way back, are rounded to the narrow type and no
    /// further.
    @Test
    void casts() {
        NDArray x = normal(between(1, 5), between(1, 9));
        List<float[]> plain = run(i -> i.get(0).add(composed.number(0)), x);
        List<float[]> same = run(i -> tensors.toFloat32(i.get(0)), x);
        List<float[]> half = run(i -> tensors.toFloat32(tensors.toFloat16(i.get(0))), x);
        List<float[]> brain = run(i -> tensors.toFloat32(tensors.toBfloat16(i.get(0))), x);
        for (int i = 0; i < plain.size(); i++) {
            assertArrayEquals(plain.get(i), same.get(i));
            assertArrayEquals(each(plain.get(i), NumberKernelsTest::float16), half.get(i));
            assertArrayEquals(each(plain.get(i), NumberKernelsTest::bfloat16), brain.get(i));
        }
    }

    private static float[] each(float[] values, DoubleUnaryOperator change) {
        var changed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            changed[i] = (float) change.applyAsDouble(values[i]);
        }
        return changed;
    }

    private static double float16(double value) {
        return Float.float16ToFloat(Float.floatToFloat16((float) value));
    }

    /// The upper half of the bits, to the nearest, and of two to the even one.
    private static double bfloat16(double value) {
        int bits = Float.floatToIntBits((float) value);
        int odd = (bits >> 16) & 1;
        return Float.intBitsToFloat((bits + 0x7FFF + odd) & 0xFFFF0000);
    }

    @Test
    void bfloat16Bytes() {
        int rows = between(1, 4);
        int width = between(1, 6);
        float[] values = each(tensors.toFloats(normal(rows, width)), NumberKernelsTest::bfloat16);
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort((short) (Float.floatToIntBits(value) >> 16));
        }
        NDArray loaded = tensors.load(bytes.flip(), ElementType.BF16, rows, width);
        assertArrayEquals(new long[] {rows, width}, loaded.getShape().getShape());
        assertArrayEquals(values, tensors.toFloats(loaded));
    }
}
