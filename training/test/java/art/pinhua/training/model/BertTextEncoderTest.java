package art.pinhua.training.model;

import static art.pinhua.training.parity.Fixtures.arrays;
import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.assertSays;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BertTextEncoderTest {
    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final TextEncoder.Config config = TextEncoder.Config.parse(Fixtures.json("bert/config.json"));
    private final Map<String, NDArray> weights = arrays(tensors, "bert/model.safetensors");
    private final Map<String, NDArray> expected = arrays(tensors, "bert/expected.safetensors");

    @Test
    void statesAgreeWithTheReference() {
        assertInstanceOf(BertTextConfig.class, config);
        assertStates(weights);
    }

    /// Texts of 40 tokens in 64 places, by weights under present names and by an older file, which stores
    /// the places too.
    @ParameterizedTest
    @ValueSource(strings = {"bert/shorter/model.safetensors", "legacy/bert.safetensors"})
    void everyLayerOfTextsShorterThanThereArePlacesAgrees(String file) {
        BertTextConfig sizes = BertTextConfig.parse(Fixtures.json("bert/shorter/config.json"));
        Map<String, NDArray> stored = BertTextEncoder.currentNames(arrays(tensors, file));
        Map<String, NDArray> states = arrays(tensors, "bert/shorter/expected.safetensors");
        int layers = sizes.numHiddenLayers();
        for (int layer = 0; layer <= layers; layer++) {
            String name = layer == layers ? "last_hidden_state" : "hidden_states." + layer;
            NDArray actual = firstLayers(sizes, stored, layer).encode(get(states, "input_ids"));
            assertAgrees(tensors, name, get(states, name), actual, 1e-5);
        }
    }

    private TextEncoder firstLayers(BertTextConfig sizes, Map<String, NDArray> stored, int layers) {
        var kept = new LinkedHashMap<>(stored);
        for (int left = layers; left < sizes.numHiddenLayers(); left++) {
            String prefix = "encoder.layer." + left + ".";
            kept.keySet().removeIf(name -> name.startsWith(prefix));
        }
        var fewer = new BertTextConfig(
                sizes.vocabSize(),
                sizes.hiddenSize(),
                sizes.intermediateSize(),
                layers,
                sizes.numAttentionHeads(),
                sizes.maxPositionEmbeddings(),
                sizes.typeVocabSize(),
                sizes.layerNormEps());
        return BertTextEncoder.of(tensors, fewer, kept);
    }

    @Test
    void olderNamesAreRead() {
        var older = new LinkedHashMap<String, NDArray>();
        weights.forEach((name, array) -> older.put(
                "bert."
                        + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                                .replace("LayerNorm.bias", "LayerNorm.beta"),
                array));
        older.put("bert.embeddings.position_ids", tensors.ofLongs(new long[40], 1, 40));
        assertStates(older);
    }

    @Test
    void headersAreJudgedAsTheWeightsAre() {
        Map<String, long[]> shapes = Fixtures.shapes("bert/model.safetensors");
        assertEquals(
                config.currentNames(weights).keySet(), config.fitting(shapes).keySet());
        shapes.remove("embeddings.LayerNorm.bias");
        assertSays(
                "embeddings.LayerNorm.bias is missing",
                assertThrows(UnsupportedModelException.class, () -> config.fitting(shapes)));
    }

    @Test
    void whatPlaysNoPartIsClosed() {
        int before = tensors.manager().getManagedArrays().size();
        Map<String, NDArray> stored = arrays(tensors, "bert/model.safetensors");
        Map<String, NDArray> current = config.currentNames(stored);
        assertTrue(current.size() < stored.size(), "the file has a pooler");
        current.values().forEach(NDArray::close);
        assertEquals(before, tensors.manager().getManagedArrays().size());
    }

    @Test
    void aWeightUnderBothNamesIsRefusedAndAllAreClosed() {
        int before = tensors.manager().getManagedArrays().size();
        var both = new LinkedHashMap<>(arrays(tensors, "bert/model.safetensors"));
        both.put("bert.embeddings.LayerNorm.gamma", tensors.zeros(1));
        assertSays(
                "embeddings.LayerNorm.weight comes twice",
                assertThrows(UnsupportedModelException.class, () -> config.currentNames(both)));
        assertEquals(before, tensors.manager().getManagedArrays().size());
    }

    private void assertStates(Map<String, NDArray> stored) {
        TextEncoder encoder = config.encoder(tensors, config.currentNames(stored));
        NDArray states = encoder.encode(get(expected, "input_ids"));
        assertAgrees(tensors, "states", get(expected, "last_hidden_state"), states, 1e-5);
    }

    @Test
    void whatIsNotComputedIsRefusedByName() {
        for (String key : new String[] {"hidden_act", "position_embedding_type", "is_decoder"}) {
            var other = Fixtures.json("bert/config.json");
            other.add(key, key.equals("is_decoder") ? new JsonPrimitive(true) : new JsonPrimitive("other"));
            assertSays(key, assertThrows(UnsupportedModelException.class, () -> TextEncoder.Config.parse(other)));
        }
        var foreign = new LinkedHashMap<>(weights);
        foreign.put("cls.predictions.bias", tensors.zeros(1));
        assertSays(
                "cls.predictions.bias",
                assertThrows(
                        UnsupportedModelException.class, () -> config.encoder(tensors, config.currentNames(foreign))));
        TextEncoder encoder = config.encoder(tensors, config.currentNames(weights));
        NDArray tooLong = tensors.ofLongs(new long[41], 1, 41);
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(tooLong));
    }
}
