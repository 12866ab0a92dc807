package art.pinhua.training.model;

import static art.pinhua.training.parity.Fixtures.arrays;
import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.assertSays;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TinyDecoderTest {
    private static final String WEIGHTS = "tiny/diffusion_pytorch_model.safetensors";

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final TinyDecoderConfig config = TinyDecoderConfig.parse(json());
    private final Map<String, NDArray> expected = arrays(tensors, "tiny/expected.safetensors");

    private static JsonObject json() {
        return Fixtures.json("tiny/config.json");
    }

    @Test
    void picturesAgreeWithTheReference() {
        check(TinyDecoder.currentNames(arrays(tensors, WEIGHTS)));
    }

    /// As the first publication counts: the clamp is layer 0.
    @Test
    void originalNamesAreRead() {
        var original = new HashMap<String, NDArray>();
        TinyDecoder.currentNames(arrays(tensors, WEIGHTS)).forEach((name, array) -> {
            String[] parts = name.split("\\.", 4);
            original.put(Integer.parseInt(parts[2]) + 1 + "." + parts[3], array);
        });
        check(TinyDecoder.currentNames(original));
    }

    private void check(Map<String, NDArray> weights) {
        NDArray decoded = TinyDecoder.of(tensors, config, weights).decode(get(expected, "latents"));
        assertAgrees(tensors, "decoded", get(expected, "decoded"), decoded, 1e-5);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Map<String, NDArray> weights = TinyDecoder.currentNames(arrays(tensors, WEIGHTS));
        weights.remove("decoder.layers.2.conv.4.bias");
        var refusal = assertThrows(UnsupportedModelException.class, () -> TinyDecoder.of(tensors, config, weights));
        assertSays("decoder.layers.2.conv.4.bias is missing", refusal);

        Map<String, long[]> shapes = TinyDecoder.currentNames(Fixtures.shapes(WEIGHTS));
        TinyDecoder.requireFit(config, shapes);
        shapes.remove("decoder.layers.2.conv.4.bias");
        assertSays(
                "decoder.layers.2.conv.4.bias is missing",
                assertThrows(UnsupportedModelException.class, () -> TinyDecoder.requireFit(config, shapes)));
    }

    @Test
    void aWeightUnderBothNamesIsRefused() {
        var both = new HashMap<>(arrays(tensors, WEIGHTS));
        both.put("1.weight", tensors.zeros(1));
        var refusal = assertThrows(UnsupportedModelException.class, () -> TinyDecoder.currentNames(both));
        assertSays("decoder.layers.0.weight comes twice", refusal);
    }

    @Test
    void settingsThatAreNotComputedAreNamed() {
        for (Map.Entry<String, String> other : Map.of(
                        "act_fn", "gelu", "upsample_fn", "bilinear", "_class_name", "AutoencoderKL", "invented", "x")
                .entrySet()) {
            JsonObject json = json();
            json.add(other.getKey(), new JsonPrimitive(other.getValue()));
            var refusal = assertThrows(UnsupportedModelException.class, () -> TinyDecoderConfig.parse(json));
            assertSays(other.getKey(), refusal);
        }
        assertEquals(4, config.factor());
        assertEquals(8, TinyDecoderConfig.TAESD.factor());
        assertThrows(
                UnsupportedModelException.class, () -> new TinyDecoderConfig(3, 4, List.of(64, 64), List.of(1), 1));
        var colours = assertThrows(
                UnsupportedModelException.class, () -> new TinyDecoderConfig(4, 4, List.of(64), List.of(1), 1));
        assertSays("4 out_channels", colours);
    }
}
