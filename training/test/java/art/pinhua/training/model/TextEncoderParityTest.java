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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TextEncoderParityTest {
    private static final double TOLERANCE = 1e-5;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final ClipTextConfig config = ClipTextConfig.parse(Fixtures.json("pipeline/text_encoder/config.json"));
    private final Map<String, NDArray> expected = arrays(tensors, "expected/text_encoder.safetensors");

    private ClipTextEncoder encoder(String file) {
        Map<String, NDArray> weights = ClipTextEncoder.currentNames(arrays(tensors, file));
        return ClipTextEncoder.of(tensors, config, weights, Map.of());
    }

    @Test
    void statesAgreeWithTheReferenceAfterEveryLayer() {
        NDArray states = encoder(Fixtures.TEXT_ENCODER)
                .encode(
                        get(expected, "input_ids"),
                        (layer, input) -> assertAgrees(
                                tensors, "layer " + layer, get(expected, "hidden_states." + layer), input, TOLERANCE));
        assertAgrees(tensors, "states", get(expected, "last_hidden_state"), states, TOLERANCE);
    }

    @Test
    void aLayerLessThenTheNormIsTheReferences() {
        TextEncoder.Encoded earlier =
                encoder(Fixtures.TEXT_ENCODER).encode(get(expected, "input_ids"), TextEncoder.Depth.LAST.earlier(1));
        assertAgrees(tensors, "clip skip 1", get(expected, "clip_skip_1"), earlier.states(), TOLERANCE);
    }

    @Test
    void olderFilesWithPrefixAndPositionBufferAreRead() {
        NDArray states = encoder("legacy/text_encoder.safetensors").encode(get(expected, "input_ids"));
        assertAgrees(tensors, "states", get(expected, "last_hidden_state"), states, TOLERANCE);
    }

    @Test
    void headersAreJudgedAsTheWeightsAre() {
        for (String file : List.of(Fixtures.TEXT_ENCODER, "legacy/text_encoder.safetensors")) {
            Map<String, long[]> shapes = Fixtures.shapes(file);
            assertEquals(
                    ClipTextEncoder.shapes(config).keySet(),
                    config.fitting(shapes).keySet());
            String last = List.copyOf(shapes.keySet()).getLast();
            shapes.put(last, new long[] {1});
            assertSays(" has shape (1)", assertThrows(UnsupportedModelException.class, () -> config.fitting(shapes)));
        }
    }

    @Test
    void aWeightUnderBothNamesIsRefusedAndAllAreClosed() {
        int before = tensors.manager().getManagedArrays().size();
        var both = new HashMap<>(arrays(tensors, Fixtures.TEXT_ENCODER));
        both.put("text_model.final_layer_norm.bias", tensors.zeros(1));
        assertSays(
                "final_layer_norm.bias comes twice",
                assertThrows(UnsupportedModelException.class, () -> ClipTextEncoder.currentNames(both)));
        assertEquals(before, tensors.manager().getManagedArrays().size());
    }

    @Test
    void otherLengthsAreRefused() {
        NDArray ids = tensors.ofLongs(new long[] {2, 3}, 1, 2);
        ClipTextEncoder encoder = encoder(Fixtures.TEXT_ENCODER);
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(ids));
    }

    @Test
    void settingsThatAreNotImplementedAreRefusedByName() {
        var masked = Fixtures.json("pipeline/text_encoder/config.json");
        masked.addProperty("use_attention_mask", true);
        var refusal = assertThrows(UnsupportedModelException.class, () -> ClipTextConfig.parse(masked));
        assertSays("use_attention_mask", refusal);
        var other = Fixtures.json("pipeline/text_encoder/config.json");
        other.addProperty("hidden_act", "relu");
        assertThrows(UnsupportedModelException.class, () -> ClipTextConfig.parse(other));
    }

    @Test
    void configurationSurvivesWriting() {
        assertEquals(config, ClipTextConfig.parse(config.toJson()));
    }
}
