package art.pinhua.training.model;

import static art.pinhua.training.parity.Fixtures.arrays;
import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.assertSays;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AutoencoderParityTest {
    private static final double TOLERANCE = 1e-5;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final AutoencoderConfig config = AutoencoderConfig.parse(Fixtures.json("pipeline/vae/config.json"));
    private final Map<String, NDArray> expected = arrays(tensors, "expected/vae.safetensors");

    private Autoencoder autoencoder(Map<String, NDArray> weights) {
        return Autoencoder.of(tensors, config, Autoencoder.currentNames(weights));
    }

    private void checkBothWays(Autoencoder autoencoder) {
        NDArray image = get(expected, "image");
        Autoencoder.Moments moments = autoencoder.encode(image);
        assertAgrees(tensors, "mean", get(expected, "mean"), moments.mean(), TOLERANCE);
        assertAgrees(tensors, "logvar", get(expected, "logvar"), moments.logVariance(), TOLERANCE);
        assertAgrees(tensors, "latents", get(expected, "scaled_mode"), autoencoder.latents(image), TOLERANCE);
        NDArray decoded = autoencoder.decode(get(expected, "latents"));
        assertAgrees(tensors, "decoded", get(expected, "decoded"), decoded, TOLERANCE);
    }

    @Test
    void picturesAndLatentsAgreeWithTheReference() {
        checkBothWays(autoencoder(arrays(tensors, Fixtures.VAE)));
    }

    /// At 512 pixels the decoder of Stable Diffusion would leave gigabytes until the step ends.
    @Test
    void theDecoderLeavesNothingOnTheWay() {
        var autoencoder = autoencoder(arrays(tensors, Fixtures.VAE));
        NDArray latents = get(expected, "latents");
        int left = tensors.step(false, () -> {
            int before = tensors.manager().getManagedArrays().size();
            autoencoder.decodeUnscaled(latents);
            return tensors.manager().getManagedArrays().size() - before;
        });
        assertEquals(2, left, "the result, and the latents after their own convolution");
    }

    /// Large pictures are enlarged by sums of weights, unless gradients are recorded.
    @Test
    void largePicturesAreWhatTheReferencesWayGives() {
        var autoencoder = autoencoder(arrays(tensors, Fixtures.VAE));
        var values = new float[2 * config.latentChannels() * 26 * 20];
        Counter.gaussians(3, Stream.NOISE, 0, values);
        NDArray latents = tensors.of(values, 2, config.latentChannels(), 26, 20);
        NDArray reference = tensors.step(true, () -> tensors.keep(tensors.detached(autoencoder.decode(latents))));
        NDArray drawn = tensors.step(false, () -> tensors.keep(autoencoder.decode(latents)));
        assertAgrees(tensors, "decoded", reference, drawn, TOLERANCE);
        assertFalse(Arrays.equals(tensors.toFloats(reference), tensors.toFloats(drawn)), "both went the same way");
    }

    @Test
    void olderAttentionNamesAreRead() {
        checkBothWays(autoencoder(arrays(tensors, "legacy/vae.safetensors")));
    }

    @Test
    void attentionStoredAsConvolutionsIsRead() {
        Map<String, NDArray> weights = new HashMap<>(arrays(tensors, Fixtures.VAE));
        assertTrue(weights.keySet().removeIf(name -> name.contains("attentions.0.to_")));
        weights.putAll(arrays(tensors, "legacy/vae_conv_attention.safetensors"));
        checkBothWays(autoencoder(weights));
    }

    @Test
    void headersAreJudgedAsTheWeightsAre() {
        var wanted = Autoencoder.shapes(config).keySet();
        Map<String, long[]> shapes = Fixtures.shapes(Fixtures.VAE);
        assertEquals(wanted, Autoencoder.fitting(config, shapes).keySet());
        assertEquals(
                wanted,
                Autoencoder.fitting(config, Fixtures.shapes("legacy/vae.safetensors"))
                        .keySet());
        shapes.keySet().removeIf(name -> name.contains("attentions.0.to_"));
        shapes.putAll(Fixtures.shapes("legacy/vae_conv_attention.safetensors"));
        assertEquals(wanted, Autoencoder.fitting(config, shapes).keySet());
        shapes.put("any", new long[] {1});
        assertSays(
                "any is not used",
                assertThrows(UnsupportedModelException.class, () -> Autoencoder.fitting(config, shapes)));
    }

    @Test
    void whatIsReplacedIsClosed() {
        int before = tensors.manager().getManagedArrays().size();
        Map<String, NDArray> stored = arrays(tensors, "legacy/vae_conv_attention.safetensors");
        Autoencoder.currentNames(stored).values().forEach(NDArray::close);
        assertEquals(before, tensors.manager().getManagedArrays().size());
    }

    @Test
    void aWeightUnderBothNamesIsRefusedAndAllAreClosed() {
        int before = tensors.manager().getManagedArrays().size();
        Map<String, NDArray> both = new HashMap<>(arrays(tensors, Fixtures.VAE));
        both.put("encoder.mid_block.attentions.0.query.bias", tensors.zeros(1));
        assertSays(
                "encoder.mid_block.attentions.0.to_q.bias comes twice",
                assertThrows(UnsupportedModelException.class, () -> Autoencoder.currentNames(both)));
        assertEquals(before, tensors.manager().getManagedArrays().size());
    }

    /// The autoencoder of Stable Diffusion as published: 248 tensors, 83 653 863 parameters.
    @Test
    void listedShapesAreThoseOfTheFileAndOfStableDiffusion() {
        assertEquals(
                arrays(tensors, Fixtures.VAE).keySet(),
                new HashSet<>(Autoencoder.shapes(config).keySet()));
        var shapes = Autoencoder.shapes(AutoencoderConfig.of(512, List.of(128, 256, 512, 512), 2, 32, 0.18215))
                .values();
        assertEquals(248, shapes.size());
        assertEquals(
                83_653_863L, shapes.stream().mapToLong(UNetParityTest::size).sum());
    }

    @Test
    void unscaledDecodingIsTheTrainingsWay() {
        Autoencoder autoencoder = autoencoder(arrays(tensors, Fixtures.VAE));
        NDArray latents = get(expected, "latents");
        NDArray unscaled = tensors.mul(latents, 1 / config.scalingFactor());
        assertArrayEquals(
                tensors.toFloats(autoencoder.decode(latents)), tensors.toFloats(autoencoder.decodeUnscaled(unscaled)));
    }

    @Test
    void settingsThatAreNotImplementedAreRefusedByName() {
        var json = Fixtures.json("pipeline/vae/config.json");
        json.addProperty("shift_factor", 0.1);
        var refusal = assertThrows(UnsupportedModelException.class, () -> AutoencoderConfig.parse(json));
        assertSays("shift_factor", refusal);
        for (Number none : List.<Number>of(0, 0.0)) {
            json.addProperty("shift_factor", none);
            assertEquals(config, AutoencoderConfig.parse(json));
        }
    }

    /// A fourth channel would shift every pixel after the first.
    @Test
    void otherThanThreeChannelsAreRefused() {
        for (String key : new String[] {"in_channels", "out_channels"}) {
            var json = Fixtures.json("pipeline/vae/config.json");
            json.addProperty(key, 4);
            assertSays("4 " + key, assertThrows(UnsupportedModelException.class, () -> AutoencoderConfig.parse(json)));
        }
    }

    @Test
    void configurationSurvivesWriting() {
        assertEquals(config, AutoencoderConfig.parse(config.toJson()));
    }
}
