package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// Token ids to states by BERT (Devlin et al., arXiv 1810.04805; transformers `BertModel`), as Chinese models of the
/// Taiyi kind use it: every token sees every other, padding included, and each norm comes after its sum.
public final class BertTextEncoder implements TextEncoder {
    private static final String PREFIX = "bert.";
    private static final String POSITION_BUFFER = "embeddings.position_ids";
    private static final String POOLER = "pooler.dense.";

    private record Layer(
            Tensors tensors,
            Linear query,
            Linear key,
            Linear value,
            Linear out,
            LayerNorm norm1,
            Linear wide,
            Linear narrow,
            LayerNorm norm2,
            int heads) {
        static Layer of(Tensors tensors, Keys keys, BertTextConfig config) {
            int width = config.hiddenSize();
            Keys self = keys.at("attention.self");
            Keys attention = keys.at("attention.output");
            Keys output = keys.at("output");
            return new Layer(
                    tensors,
                    self.at("query").linear(tensors, width, width),
                    self.at("key").linear(tensors, width, width),
                    self.at("value").linear(tensors, width, width),
                    attention.at("dense").linear(tensors, width, width),
                    attention.at("LayerNorm").layerNorm(tensors, width, config.layerNormEps()),
                    keys.at("intermediate.dense").linear(tensors, width, config.intermediateSize()),
                    output.at("dense").linear(tensors, config.intermediateSize(), width),
                    output.at("LayerNorm").layerNorm(tensors, width, config.layerNormEps()),
                    config.numAttentionHeads());
        }

        NDArray apply(NDArray x) {
            NDArray attended = tensors.attention(query.apply(x), key.apply(x), value.apply(x), heads);
            NDArray h = norm1.apply(x.add(out.apply(attended)));
            return norm2.apply(h.add(narrow.apply(tensors.gelu(wide.apply(h)))));
        }
    }

    private final Tensors tensors;
    private final BertTextConfig config;
    private final NDArray wordEmbedding;
    private final NDArray positionEmbedding;
    private final NDArray typeEmbedding;
    private final LayerNorm embeddingNorm;
    private final List<Layer> layers;

    /// @param weights by transformers' key, see [#currentNames], each used exactly once
    /// @throws UnsupportedModelException with the list of what does not fit
    public static BertTextEncoder of(Tensors tensors, BertTextConfig config, Map<String, NDArray> weights) {
        Map<String, Lora> none = Map.of();
        return Keys.build("text encoder", weights, none, keys -> new BertTextEncoder(tensors, config, keys));
    }

    /// Key and shape of every weight, if those of a file fit, from their shapes by key.
    static SequencedMap<String, long[]> fitting(BertTextConfig config, Map<String, long[]> stored) {
        var wanted = Keys.shapes(keys -> new BertTextEncoder(Keys.noTensors(), config, keys));
        return Keys.fitting("text encoder", wanted, CurrentNames.ofShapes(stored, BertTextEncoder::currentName));
    }

    /// The weights under their present names. Some files have the prefix `bert.`, a buffer of positions, the norms'
    /// older names `gamma` and `beta`; the pooler, which makes one vector of a text, plays no part.
    /// What is left out is closed.
    /// @throws UnsupportedModelException when a weight comes twice; all are closed then
    public static SequencedMap<String, NDArray> currentNames(Map<String, NDArray> weights) {
        return CurrentNames.of(weights, BertTextEncoder::currentName);
    }

    private static String currentName(String name) {
        String current = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return current.equals(POSITION_BUFFER) || current.startsWith(POOLER)
                ? CurrentNames.NONE
                : current.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias");
    }

    private BertTextEncoder(Tensors tensors, BertTextConfig config, Keys keys) {
        this.tensors = tensors;
        this.config = config;
        int width = config.hiddenSize();
        Keys embeddings = keys.at("embeddings");
        wordEmbedding = embeddings.at("word_embeddings").weight("weight", config.vocabSize(), width);
        positionEmbedding =
                embeddings.at("position_embeddings").weight("weight", config.maxPositionEmbeddings(), width);
        typeEmbedding = embeddings.at("token_type_embeddings").weight("weight", config.typeVocabSize(), width);
        embeddingNorm = embeddings.at("LayerNorm").layerNorm(tensors, width, config.layerNormEps());
        layers = IntStream.range(0, config.numHiddenLayers())
                .mapToObj(i -> Layer.of(tensors, keys.at("encoder.layer").at(i), config))
                .toList();
    }

    @Override
    public BertTextConfig config() {
        return config;
    }

    @Override
    public Encoded encode(NDArray ids, Depth depth) {
        if (!depth.equals(Depth.LAST)) {
            throw new IllegalArgumentException("No layer of a BERT text encoder can be left out");
        }
        long tokens = ids.getShape().get(1);
        if (tokens > config.maxPositionEmbeddings()) {
            throw new IllegalArgumentException("The text encoder takes at most %d tokens, got shape %s"
                    .formatted(config.maxPositionEmbeddings(), ids.getShape()));
        }
        NDArray h = tensors.scoped(() -> embeddingNorm.apply(tensors.embedding(ids, wordEmbedding)
                .add(typeEmbedding.get("0:1"))
                .add(positionEmbedding.get("0:" + tokens))));
        for (Layer layer : layers) {
            NDArray input = h;
            h = tensors.scoped(() -> layer.apply(input));
        }
        return new Encoded(h, null);
    }
}
