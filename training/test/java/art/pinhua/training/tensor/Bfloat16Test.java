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
        Run full = run(network, image, weight);
        Run low = run(x -> tensors.toFloat32(network.apply(tensors.toBfloat16(x))), image, weight);
        assertNear(full.values(), low.values(), .1);
        assertNear(full.gradient(), low.gradient(), .25); // those of a mean are small beside its values
    }

    /// @param share of the largest number that the others may differ by
    private static void assertNear(float[] full, float[] low, double share) {
        assertEquals(full.length, low.length);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < full.length; i++) {
            largest = Math.max(largest, Math.abs(full[i]));
            difference = Math.max(difference, Math.abs(full[i] - low[i]));
        }
        assertTrue(difference < share * largest, difference + " of " + largest);
        assertNotEquals(0, difference, "bf16 was not used");
    }

    /// @param gradient of the weight
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Run(float[] values, float[] gradient) {}

    private Run run(UnaryOperator<NDArray> network, NDArray image, NDArray weight) {
        Run run = tensors.step(true, () -> {
            NDArray output = network.apply(image);
            tensors.backward(output.square().mean());
            return new Run(tensors.toFloats(output), tensors.toFloats(tensors.gradient(weight)));
        });
        tensors.clearGradient(weight);
        return run;
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
