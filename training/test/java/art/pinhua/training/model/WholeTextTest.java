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
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A denoiser whose layers are told the text as a whole.
class WholeTextTest {
    private static final double TOLERANCE = 3e-5;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final JsonObject json = Fixtures.json("whole/unet/config.json");
    private final UNetConfig config = UNetConfig.parse(json);
    private final Map<String, NDArray> weights = arrays(tensors, "whole/unet/diffusion_pytorch_model.safetensors");
    private final Map<String, NDArray> expected = arrays(tensors, "whole/expected.safetensors");
    private final UNet unet = UNet.of(tensors, config, weights, Map.of());

    private NDArray whole() {
        return unet.predict(get(expected, "sample"), get(expected, "timesteps"), get(expected, "context"));
    }

    @Test
    void predictionsAgree() {
        assertAgrees(tensors, "output", get(expected, "output"), whole(), TOLERANCE);
        assertAgrees(
                tensors,
                "the text",
                get(expected, "whole"),
                Objects.requireNonNull(unet.read(get(expected, "context")).whole()),
                TOLERANCE);
    }

    @Test
    void gradientsAgree() {
        weights.values().forEach(tensors::trainable);
        tensors.step(true, () -> {
            tensors.backward(whole().square().mean());
            return null;
        });
        int compared = 0;
        for (String name : expected.keySet()) {
            if (name.startsWith("gradient.")) {
                NDArray weight = get(weights, "add_embedding." + name.substring("gradient.".length()));
                assertAgrees(tensors, name, get(expected, name), tensors.gradient(weight), TOLERANCE);
                compared++;
            }
        }
        assertEquals(7, compared);
    }

    @Test
    void everyPictureWithEveryTextIsEachByItself() {
        NDArray pictures = get(expected, "sample").get("0:2");
        NDArray texts = get(expected, "context");
        NDArray times = tensors.of(new float[] {500, 500}, 2);
        try (var denoiser = unet.replayed()) {
            for (int round = 0; round < 4; round++) { // the third is one call
                tensors.step(false, () -> {
                    NDArray all = denoiser.predict(pictures, times, unet.read(texts), null);
                    assertEquals(6, all.getShape().get(0));
                    for (int text = 0; text < 3; text++) {
                        NDArray same = texts.get(text + ":" + (text + 1)).repeat(0, 2);
                        NDArray apart = denoiser.predict(pictures, times, same, null);
                        NDArray together = all.get(2 * text + ":" + 2 * (text + 1));
                        assertAgrees(tensors, "text " + text, apart, together, TOLERANCE);
                        assertAgrees(tensors, "eager", unet.predict(pictures, times, same), together, TOLERANCE);
                    }
                    NDArray one = texts.get("1:2");
                    assertAgrees(
                            tensors,
                            "one text",
                            unet.predict(pictures, times, one.repeat(0, 2)),
                            denoiser.predict(pictures, times, unet.read(one), null),
                            TOLERANCE);
                    return null;
                });
            }
        }
    }

    @Test
    void configurationsAreWrittenAsRead() {
        assertEquals(4, config.wholeTextHeads());
        assertEquals(config, UNetConfig.parse(config.toJson()));
        assertEquals("text", config.toJson().get("addition_embed_type").getAsString());
        json.remove("addition_embed_type_num_heads"); // then it is 64, as there
        var refused = assertThrows(UnsupportedModelException.class, () -> UNetConfig.parse(json));
        assertSays("64 heads of addition_embed_type text", refused);
        json.remove("addition_embed_type");
        assertEquals(0, UNetConfig.parse(json).wholeTextHeads());
    }
}
