package art.pinhua.training.model;

import static art.pinhua.training.parity.Fixtures.arrays;
import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Every picture with every text gives what each pair gives by itself.
class EveryTextTest {
    private static final double TOLERANCE = 3e-5;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final Map<String, NDArray> expected = arrays(tensors, "expected/unet.safetensors");
    private final UNet unet = UNet.of(
            tensors,
            UNetConfig.parse(Fixtures.json("pipeline/unet/config.json")),
            arrays(tensors, Fixtures.UNET),
            Map.of());
    private final NDArray latents = get(expected, "sample");
    private final NDArray texts = get(expected, "context");
    private final NDArray times = tensors.of(new float[] {500, 500, 500}, 3);

    /// The two of the fixture, and another.
    private NDArray threePictures() {
        return latents.concat(latents.get("0:1").flip(3), 0);
    }

    @Test
    void pairsAreTheSameApart() {
        check("fp32", x -> x, x -> x, TOLERANCE);
        check("channels innermost", tensors::channelsLast, x -> x, TOLERANCE);
    }

    @Test
    void pairsAreNearlyTheSameInBfloat16() {
        check("bf16", tensors::toBfloat16, tensors::toBfloat16, 0.1);
    }

    private void check(
            String name, UnaryOperator<NDArray> ofPictures, UnaryOperator<NDArray> ofTexts, double tolerance) {
        try (var denoiser = unet.replayed()) {
            for (int round = 0; round < 4; round++) { // the third is one call
                tensors.step(false, () -> {
                    NDArray pictures = threePictures();
                    UNet.Texts read = unet.read(ofTexts.apply(texts));
                    NDArray all = tensors.toFloat32(denoiser.predict(ofPictures.apply(pictures), times, read, null));
                    assertEquals(6, all.getShape().get(0));
                    for (int text = 0; text < 2; text++) {
                        NDArray same = texts.get(text + ":" + (text + 1)).repeat(0, 3);
                        assertAgrees(
                                tensors,
                                name + ", text " + text,
                                unet.predict(pictures, times, same),
                                all.get(3 * text + ":" + 3 * (text + 1)),
                                tolerance);
                    }
                    return null;
                });
            }
        }
    }

    @Test
    void oneCallIsTheSameToTheBit() {
        try (var denoiser = unet.replayed()) {
            var rounds = new ArrayList<float[]>();
            for (int round = 0; round < 4; round++) {
                rounds.add(tensors.step(
                        false,
                        () -> tensors.toFloats(denoiser.predict(threePictures(), times, unet.read(texts), null))));
            }
            for (float[] later : List.of(rounds.get(1), rounds.get(2), rounds.get(3))) {
                assertArrayEquals(rounds.getFirst(), later);
            }
        }
    }

    @Test
    void onePictureWithOneTextIsThatOfTheReference() {
        try (var denoiser = unet.replayed()) {
            tensors.step(false, () -> {
                NDArray output =
                        denoiser.predict(latents.get("1:2"), times.get("0:1"), unet.read(texts.get("1:2")), null);
                assertAgrees(tensors, "one", get(expected, "output.t500").get("1:2"), output, TOLERANCE);
                return null;
            });
        }
    }
}
