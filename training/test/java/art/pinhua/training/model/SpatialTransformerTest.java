package art.pinhua.training.model;

import static art.pinhua.training.parity.Fixtures.arrays;
import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SpatialTransformerTest {
    private static final String PATH = "down_blocks.1.attentions.0.";

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final Map<String, NDArray> inputs = arrays(tensors, "expected/unet.safetensors");
    private final JsonObject config = Fixtures.json("pipeline/unet/config.json");

    /// One transformer of the micro pipeline, in either form of its projections.
    private Map<String, NDArray> weights(boolean linear) {
        var weights = new LinkedHashMap<String, NDArray>();
        arrays(tensors, Fixtures.UNET).forEach((name, array) -> {
            if (name.startsWith(PATH)) {
                boolean flatten = linear && array.getShape().dimension() == 4;
                NDArray formed =
                        flatten ? tensors.copy(array.reshape(array.getShape().get(0), -1)) : array;
                weights.put(name.substring(PATH.length()), tensors.trainable(formed));
            }
        });
        return weights;
    }

    private SpatialTransformer transformer(Map<String, NDArray> weights, boolean linear, Map<String, Lora> adapters) {
        return transformer(weights, linear, adapters, 1);
    }

    private SpatialTransformer transformer(
            Map<String, NDArray> weights, boolean linear, Map<String, Lora> adapters, int layers) {
        config.addProperty("use_linear_projection", linear);
        UNetConfig parsed = UNetConfig.parse(config);
        return Keys.build(
                "transformer", weights, adapters, keys -> SpatialTransformer.of(tensors, keys, parsed, 32, 4, layers));
    }

    /// Output and gradients of all weights, by name.
    private Map<String, NDArray> run(Map<String, NDArray> weights, BinaryOperator<NDArray> form) {
        var results = new LinkedHashMap<String, NDArray>();
        tensors.step(true, () -> {
            NDArray x = get(inputs, "block.down_blocks.1.skip.0");
            NDArray output = form.apply(x, get(inputs, "context"));
            tensors.backward(output.square().sum());
            results.put("output", tensors.keep(output));
            return null;
        });
        weights.forEach((name, weight) -> {
            results.put(name, tensors.copy(tensors.gradient(weight)));
            tensors.clearGradient(weight);
        });
        return results;
    }

    @Test
    void oneKernelEqualsSingleOnesInBothForms() {
        for (boolean linear : new boolean[] {false, true}) {
            Map<String, NDArray> weights = weights(linear);
            SpatialTransformer transformer = transformer(weights, linear, Map.of());
            assertTrue(transformer.fusible());
            Map<String, NDArray> composed =
                    run(weights, (x, context) -> transformer.composed(x, Conditioning.each(tensors, context)));
            run(weights, transformer::fused)
                    .forEach((name, array) -> assertAgrees(tensors, name, get(composed, name), array, 1e-4));
        }
    }

    /// The one kernel computes scores in the type of its input.
    @Test
    void transformersWithScoresInFp32TakeSingleKernels() {
        config.addProperty("upcast_attention", true);
        assertFalse(transformer(weights(false), false, Map.of()).fusible());
    }

    @Test
    void adaptedTransformersTakeSingleKernels() {
        for (String path :
                new String[] {"proj_in", "transformer_blocks.0.attn2.to_k", "transformer_blocks.0.ff.net.2"}) {
            Map<String, NDArray> weights = weights(true);
            long in = get(weights, path + ".weight").getShape().get(1);
            var lora = new Lora(tensors.zeros(1, in), tensors.zeros(32, 1), tensors.scalar(1));
            assertFalse(transformer(weights, true, Map.of(path, lora)).fusible(), path);
        }
    }

    /// In the XL family a transformer has ten blocks: what they make on the way would take a gigabyte.
    @Test
    void blocksLeaveNothingOnTheWay() {
        for (boolean linear : new boolean[] {false, true}) {
            assertEquals(2, left(linear, 1), "the result, and what is added to the input");
            assertEquals(2, left(linear, 3));
        }
    }

    /// Arrays after a pass in the same step, more than before it.
    private int left(boolean linear, int layers) {
        String block = "transformer_blocks.";
        Map<String, NDArray> weights = new LinkedHashMap<>();
        weights(linear).forEach((name, array) -> {
            weights.put(name, array);
            for (int layer = 1; layer < layers && name.startsWith(block); layer++) {
                weights.put(block + layer + name.substring(block.length() + 1), array);
            }
        });
        SpatialTransformer transformer = transformer(weights, linear, Map.of(), layers);
        return tensors.step(false, () -> {
            int before = tensors.manager().getManagedArrays().size();
            transformer.composed(
                    get(inputs, "block.down_blocks.1.skip.0"), Conditioning.each(tensors, get(inputs, "context")));
            return tensors.manager().getManagedArrays().size() - before;
        });
    }
}
