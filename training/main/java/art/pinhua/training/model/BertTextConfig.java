package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.SequencedMap;

/// Sizes of a text encoder, named as in transformers' `config.json` of `BertModel`.
public record BertTextConfig(
        int vocabSize,
        int hiddenSize,
        int intermediateSize,
        int numHiddenLayers,
        int numAttentionHeads,
        int maxPositionEmbeddings,
        int typeVocabSize,
        double layerNormEps)
        implements TextEncoder.Config {
    /// Far beyond any model: a configuration must not cost memory that its weights do not have.
    private static final int MOST_LAYERS = 256;

    public BertTextConfig {
        if (numHiddenLayers > MOST_LAYERS) {
            throw new UnsupportedModelException(
                    "The text encoder has %d num_hidden_layers, which no model has".formatted(numHiddenLayers));
        }
        if (numAttentionHeads < 1 || hiddenSize % numAttentionHeads != 0) {
            throw new UnsupportedModelException("The text encoder's width %d does not divide into %d heads"
                    .formatted(hiddenSize, numAttentionHeads));
        }
    }

    /// @throws UnsupportedModelException naming the setting that is not implemented
    public static BertTextConfig parse(JsonObject json) {
        var settings = new Settings("text encoder", json);
        settings.expect("architectures", "[\"BertModel\"]");
        settings.expect("model_type", "\"bert\"");
        settings.expect("hidden_act", "\"gelu\"");
        settings.expect("position_embedding_type", "\"absolute\"");
        var config = new BertTextConfig(
                settings.integer("vocab_size", 30522),
                settings.integer("hidden_size", 768),
                settings.integer("intermediate_size", 3072),
                settings.integer("num_hidden_layers", 12),
                settings.integer("num_attention_heads", 12),
                settings.integer("max_position_embeddings", 512),
                settings.integer("type_vocab_size", 2),
                settings.positive("layer_norm_eps", 1e-12));
        // numbers that matter while a model is made only, and the pooler, which is not used
        settings.ignore(
                "attention_probs_dropout_prob", "hidden_dropout_prob", "initializer_range", "classifier_dropout");
        settings.ignore("bos_token_id", "eos_token_id", "pad_token_id", "directionality");
        settings.ignore("pooler_fc_size", "pooler_num_attention_heads", "pooler_num_fc_layers");
        settings.ignore("pooler_size_per_head", "pooler_type", "output_past");
        settings.expectPlainTransformer();
        settings.finish();
        return config;
    }

    /// Any length up to the positions there are; padding is attended, so it must be the length of the training.
    @Override
    public boolean takes(int tokens) {
        return tokens <= maxPositionEmbeddings;
    }

    @Override
    public int mostLeftOut() {
        return 0;
    }

    @Override
    public BertTextEncoder encoder(Tensors tensors, Map<String, NDArray> weights) {
        return BertTextEncoder.of(tensors, this, weights);
    }

    @Override
    public SequencedMap<String, long[]> fitting(Map<String, long[]> stored) {
        return BertTextEncoder.fitting(this, stored);
    }

    @Override
    public SequencedMap<String, NDArray> currentNames(Map<String, NDArray> weights) {
        return BertTextEncoder.currentNames(weights);
    }

    /// None: there is no agreed way to name adapters of this network.
    @Override
    public Map<String, long[]> adaptable() {
        return Map.of();
    }
}
