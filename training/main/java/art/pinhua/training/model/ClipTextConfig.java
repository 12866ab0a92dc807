package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.SequencedMap;

/// Sizes of a text encoder, named as in transformers' `config.json` of `CLIPTextModel`, or of
/// `CLIPTextModelWithProjection`, which also computes the text as a whole.
///
/// @param hiddenAct     `quick_gelu` or `gelu`
/// @param eosTokenId    the mark that ends a text; older files say 2 whatever it is, see [#endToken]
/// @param projectionDim width of the text as a whole; 0 for the network without projection
public record ClipTextConfig(
        int vocabSize,
        int hiddenSize,
        int intermediateSize,
        int numHiddenLayers,
        int numAttentionHeads,
        int maxPositionEmbeddings,
        String hiddenAct,
        double layerNormEps,
        int bosTokenId,
        int eosTokenId,
        int padTokenId,
        int projectionDim)
        implements TextEncoder.Config {
    private static final String PLAIN = "[\"CLIPTextModel\"]";
    private static final String PROJECTED = "[\"CLIPTextModelWithProjection\"]";

    /// Far beyond any model: a configuration must not cost memory that its weights do not have.
    private static final int MOST_LAYERS = 256;

    /// The number that older configurations give for the end of a text.
    private static final int LEGACY_END = 2;

    public ClipTextConfig {
        if (numHiddenLayers > MOST_LAYERS) {
            throw new UnsupportedModelException(
                    "The text encoder has %d num_hidden_layers, which no model has".formatted(numHiddenLayers));
        }
        if (numAttentionHeads < 1 || hiddenSize % numAttentionHeads != 0) {
            throw new UnsupportedModelException("The text encoder's width %d does not divide into %d heads"
                    .formatted(hiddenSize, numAttentionHeads));
        }
        if (!hiddenAct.equals("quick_gelu") && !hiddenAct.equals("gelu")) {
            throw new UnsupportedModelException("The text encoder has the activation " + Settings.shown(hiddenAct));
        }
    }

    /// @throws UnsupportedModelException naming the setting that is not implemented
    public static ClipTextConfig parse(JsonObject json) {
        var settings = new Settings("text encoder", json);
        settings.expect("architectures", PLAIN, PROJECTED);
        boolean projected = json.has("architectures")
                && json.get("architectures").toString().equals(PROJECTED);
        int projection = settings.integer("projection_dim", 512);
        settings.expect("model_type", "\"clip_text_model\"");
        var config = new ClipTextConfig(
                settings.integer("vocab_size", 49408),
                settings.integer("hidden_size", 512),
                settings.integer("intermediate_size", 2048),
                settings.integer("num_hidden_layers", 12),
                settings.integer("num_attention_heads", 8),
                settings.integer("max_position_embeddings", 77),
                settings.text("hidden_act", "quick_gelu"),
                settings.positive("layer_norm_eps", 1e-5),
                settings.integer("bos_token_id", 49406),
                settings.integer("eos_token_id", 49407),
                settings.integer("pad_token_id", 1),
                projected ? projection : 0);
        // numbers that matter while a model is made only
        settings.ignore("attention_dropout", "dropout", "initializer_factor", "initializer_range");
        settings.expectPlainTransformer();
        settings.finish();
        return config;
    }

    /// The mark whose place stands for the whole text: as said, or the last of the vocabulary where the configuration
    /// is of the time when the largest number was taken for it.
    int endToken() {
        return eosTokenId == LEGACY_END ? vocabSize - 1 : eosTokenId;
    }

    /// The same network with a longer vocabulary: words that were learned later.
    public ClipTextConfig withMoreTokens(int more) {
        return new ClipTextConfig(
                vocabSize + more,
                hiddenSize,
                intermediateSize,
                numHiddenLayers,
                numAttentionHeads,
                maxPositionEmbeddings,
                hiddenAct,
                layerNormEps,
                bosTokenId,
                endToken(),
                padTokenId,
                projectionDim);
    }

    /// Exactly as many tokens as there are positions: padding is attended.
    @Override
    public boolean takes(int tokens) {
        return tokens == maxPositionEmbeddings;
    }

    @Override
    public int mostLeftOut() {
        return numHiddenLayers - 1;
    }

    @Override
    public ClipTextEncoder encoder(Tensors tensors, Map<String, NDArray> weights) {
        return ClipTextEncoder.of(tensors, this, weights, Map.of());
    }

    @Override
    public SequencedMap<String, long[]> fitting(Map<String, long[]> stored) {
        return ClipTextEncoder.fitting(this, stored);
    }

    @Override
    public SequencedMap<String, NDArray> currentNames(Map<String, NDArray> weights) {
        return ClipTextEncoder.currentNames(weights);
    }

    @Override
    public Map<String, long[]> adaptable() {
        return ClipTextEncoder.shapes(this);
    }

    /// The configuration as transformers writes it.
    public JsonObject toJson() {
        var json = new JsonObject();
        var architectures = new JsonArray();
        architectures.add(projectionDim == 0 ? "CLIPTextModel" : "CLIPTextModelWithProjection");
        json.add("architectures", architectures);
        json.addProperty("attention_dropout", 0.0);
        json.addProperty("bos_token_id", bosTokenId);
        json.addProperty("eos_token_id", eosTokenId);
        json.addProperty("hidden_act", hiddenAct);
        json.addProperty("hidden_size", hiddenSize);
        json.addProperty("initializer_factor", 1.0);
        json.addProperty("initializer_range", 0.02);
        json.addProperty("intermediate_size", intermediateSize);
        json.addProperty("layer_norm_eps", layerNormEps);
        json.addProperty("max_position_embeddings", maxPositionEmbeddings);
        json.addProperty("model_type", "clip_text_model");
        json.addProperty("num_attention_heads", numAttentionHeads);
        json.addProperty("num_hidden_layers", numHiddenLayers);
        json.addProperty("pad_token_id", padTokenId);
        json.addProperty("projection_dim", projectionDim == 0 ? hiddenSize : projectionDim);
        json.addProperty("vocab_size", vocabSize);
        return json;
    }
}
