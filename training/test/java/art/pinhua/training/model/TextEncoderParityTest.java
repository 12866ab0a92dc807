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
import com.google.gson.JsonParser;
import java.util.ArrayList;
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
        var seen = new ArrayList<Integer>();
        NDArray states = encoder(Fixtures.TEXT_ENCODER).encode(get(expected, "input_ids"), (layer, input) -> {
            seen.add(layer);
            assertAgrees(tensors, "layer " + layer, get(expected, "hidden_states." + layer), input, TOLERANCE);
        });
        assertEquals(List.of(0, 1), seen);
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

    /// All that older versions of transformers write, and switches of what it returns.
    @Test
    void whatChangesNothingIsNoSetting() {
        var notes = JsonParser.parseString("""
                {"add_cross_attention": false, "bad_words_ids": null, "begin_suppress_tokens": [1],
                 "chunk_size_feed_forward": 1, "cross_attention_hidden_size": 8, "decoder_start_token_id": 1,
                 "diversity_penalty": 0.0, "do_sample": true,
                 "early_stopping": true, "encoder_no_repeat_ngram_size": 0, "exponential_decay_length_penalty": [1, 1.0],
                 "finetuning_task": "any", "forced_bos_token_id": 1, "forced_eos_token_id": 1, "id2label": {"0": "LABEL_0"},
                 "is_decoder": false, "is_encoder_decoder": false, "label2id": {"LABEL_0": 0}, "length_penalty": 1.0,
                 "max_length": 20, "min_length": 0, "no_repeat_ngram_size": 0, "num_beam_groups": 1, "num_beams": 1,
                 "num_return_sequences": 1, "output_attentions": true, "output_hidden_states": true, "output_scores": true,
                 "prefix": "any", "problem_type": "any", "pruned_heads": {}, "remove_invalid_values": true,
                 "repetition_penalty": 1.0, "return_dict": true, "return_dict_in_generate": true, "sep_token_id": 1,
                 "suppress_tokens": [1], "task_specific_params": {}, "temperature": 1.0, "tf_legacy_loss": true,
                 "tie_encoder_decoder": false, "tie_word_embeddings": true, "tokenizer_class": "CLIPTokenizer", "top_k": 50,
                 "top_p": 1.0, "torch_dtype": "float16", "torchscript": true, "transformers_version": "4.21.0",
                 "typical_p": 1.0, "use_bfloat16": true, "use_cache": true, "gradient_checkpointing": false,
                 "_name_or_path": "any"}
                """).getAsJsonObject();
        for (String name : List.of("pipeline/text_encoder/config.json", "bert/config.json")) {
            var json = Fixtures.json(name);
            TextEncoder.Config plain = TextEncoder.Config.parse(json);
            notes.asMap().forEach(json::add);
            assertEquals(plain, TextEncoder.Config.parse(json));
            json.add("pruned_heads", JsonParser.parseString("{\"0\": [1]}"));
            assertSays(
                    "pruned_heads",
                    assertThrows(UnsupportedModelException.class, () -> TextEncoder.Config.parse(json)));
        }
    }

    @Test
    void configurationSurvivesWriting() {
        assertEquals(config, ClipTextConfig.parse(config.toJson()));
    }
}
