package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Layers compute in bf16 when their input is bf16, with fp32 weights and fp32 gradients.
class Bfloat16Test {
    private final Tensors tensors = Tensors.cpu(1);
    private long drawn;

    @AfterEach
    void close() {
        tensors.close();
    }

    @Test
    void layersFollowTheTypeOfTheirInput() {
        NDArray weight = tensors.trainable(random(16, 16, 3, 3));
        NDArray bias = tensors.trainable(random(16));
        NDArray matrix = tensors.trainable(random(16, 16));
        NDArray image = random(2, 16, 8, 8);
        NDArray context = random(2, 5, 16);
        NDArray perChannel = random(2, 16);
        UnaryOperator<NDArray> network = x -> {
            NDArray h = tensors.conv2d(x, weight, bias, 1, 1);
            h = tensors.addToChannels(h, perChannel);
            h = tensors.groupNormSilu(h, 4, bias, bias, 1e-5);
            NDArray t = tensors.layerNorm(tensors.toTokens(h), bias, bias, 1e-5);
            t = tensors.attention(tensors.linear(t, matrix, bias), tensors.linear(context, matrix, null), context, 2);
            return tensors.averagePool(tensors.upsampleNearest(tensors.toImage(t, 8, 8), 16, 16), 2);
        };
        float[] full = run(network, image, weight);
        float[] low = run(x -> tensors.toFloat32(network.apply(tensors.toBfloat16(x))), image, weight);
        assertEquals(full.length, low.length);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < full.length; i++) {
            largest = Math.max(largest, Math.abs(full[i]));
            difference = Math.max(difference, Math.abs(full[i] - low[i]));
        }
        assertTrue(difference < .1 * largest, difference + " of " + largest);
        assertNotEquals(0, difference, "bf16 was not used");
    }

    /// Result and gradient of the weight, joined.
    private float[] run(UnaryOperator<NDArray> network, NDArray image, NDArray weight) {
        float[] joined = tensors.step(true, () -> {
            NDArray output = network.apply(image);
            tensors.backward(output.square().mean());
            float[] values = tensors.toFloats(output);
            float[] gradient = tensors.toFloats(tensors.gradient(weight));
            float[] both = java.util.Arrays.copyOf(values, values.length + gradient.length);
            System.arraycopy(gradient, 0, both, values.length, gradient.length);
            return both;
        });
        tensors.clearGradient(weight);
        return joined;
    }

    private NDArray random(long... shape) {
        var values = new float[(int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Counter.gaussians(1, Stream.INIT, drawn++, values);
        for (int i = 0; i < values.length; i++) {
            values[i] *= .3f;
        }
        return tensors.of(values, shape);
    }
}
