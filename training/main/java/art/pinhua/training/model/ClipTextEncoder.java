package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Token ids to the states that the denoiser attends to (transformers `CLIPTextModel`), and to the text as a whole
/// (`CLIPTextModelWithProjection`).
///
/// Causal, and padding is not masked: ids must have exactly the length and padding the model was trained with.
public final class ClipTextEncoder implements TextEncoder {
    private static final String OLD_PREFIX = "text_model.";
    private static final String POSITION_BUFFER = "embeddings.position_ids";

    private record Layer(
            Tensors tensors,
            LayerNorm norm1,
            Linear query,
            Linear key,
            Linear value,
            Linear out,
            LayerNorm norm2,
            Linear fc1,
            Linear fc2,
            int heads,
            boolean quickGelu) {
        static Layer of(Tensors tensors, Keys keys, ClipTextConfig config) {
            int width = config.hiddenSize();
            Keys attention = keys.at("self_attn");
            return new Layer(
                    tensors,
                    keys.at("layer_norm1").layerNorm(tensors, width, config.layerNormEps()),
                    attention.at("q_proj").linear(tensors, width, width),
                    attention.at("k_proj").linear(tensors, width, width),
                    attention.at("v_proj").linear(tensors, width, width),
                    attention.at("out_proj").linear(tensors, width, width),
                    keys.at("layer_norm2").layerNorm(tensors, width, config.layerNormEps()),
                    keys.at("mlp.fc1").linear(tensors, width, config.intermediateSize()),
                    keys.at("mlp.fc2").linear(tensors, config.intermediateSize(), width),
                    config.numAttentionHeads(),
                    config.hiddenAct().equals("quick_gelu"));
        }

        NDArray apply(NDArray x) {
            NDArray normed = norm1.apply(x);
            NDArray attended =
                    tensors.causalAttention(query.apply(normed), key.apply(normed), value.apply(normed), heads);
            NDArray h = x.add(out.apply(attended));
            NDArray wide = fc1.apply(norm2.apply(h));
            return h.add(fc2.apply(quickGelu ? tensors.quickGelu(wide) : tensors.gelu(wide)));
        }
    }

    private final Tensors tensors;
    private final ClipTextConfig config;
    private final NDArray tokenEmbedding;
    private final NDArray positionEmbedding;
    private final List<Layer> layers;
    private final LayerNorm finalNorm;
    private final @Nullable Linear projection;

    /// @param weights  by transformers' key, see [#currentNames], each used exactly once
    /// @param adapters by module path (`encoder.layers.0.self_attn.q_proj`); empty for the base model
    /// @throws UnsupportedModelException with the list of what does not fit
    public static ClipTextEncoder of(
            Tensors tensors, ClipTextConfig config, Map<String, NDArray> weights, Map<String, Lora> adapters) {
        return Keys.build("text encoder", weights, adapters, keys -> new ClipTextEncoder(tensors, config, keys));
    }

    /// Key and shape of every weight.
    public static SequencedMap<String, long[]> shapes(ClipTextConfig config) {
        return Keys.shapes(keys -> new ClipTextEncoder(Keys.noTensors(), config, keys));
    }

    /// The same of a file's weights, if they fit, from their shapes by key.
    static SequencedMap<String, long[]> fitting(ClipTextConfig config, Map<String, long[]> stored) {
        return Keys.fitting(
                "text encoder", shapes(config), CurrentNames.ofShapes(stored, ClipTextEncoder::currentName));
    }

    /// The weights under their present names. Older files have the prefix `text_model.` and a buffer of positions,
    /// which is closed.
    /// @throws UnsupportedModelException when a weight comes twice; all are closed then
    public static SequencedMap<String, NDArray> currentNames(Map<String, NDArray> weights) {
        return CurrentNames.of(weights, ClipTextEncoder::currentName);
    }

    private static String currentName(String name) {
        String current = name.startsWith(OLD_PREFIX) ? name.substring(OLD_PREFIX.length()) : name;
        return current.equals(POSITION_BUFFER) ? CurrentNames.NONE : current;
    }

    private ClipTextEncoder(Tensors tensors, ClipTextConfig config, Keys keys) {
        this.tensors = tensors;
        this.config = config;
        int width = config.hiddenSize();
        Keys embeddings = keys.at("embeddings");
        tokenEmbedding = embeddings.at("token_embedding").weight("weight", config.vocabSize(), width);
        positionEmbedding = embeddings.at("position_embedding").weight("weight", config.maxPositionEmbeddings(), width);
        layers = IntStream.range(0, config.numHiddenLayers())
                .mapToObj(i -> Layer.of(tensors, keys.at("encoder.layers").at(i), config))
                .toList();
        finalNorm = keys.at("final_layer_norm").layerNorm(tensors, width, config.layerNormEps());
        projection = config.projectionDim() == 0
                ? null
                : keys.at("text_projection").linearWithoutBias(tensors, width, config.projectionDim());
    }

    @Override
    public ClipTextConfig config() {
        return config;
    }

    /// @param ids (B, maxPositionEmbeddings), padded
    /// @return states (B, maxPositionEmbeddings, hiddenSize)
    @Override
    public Encoded encode(NDArray ids, Depth depth) {
        if (depth.leftOut() >= layers.size()) {
            throw new IllegalArgumentException("The text encoder has %d layers, %d of them cannot be left out"
                    .formatted(layers.size(), depth.leftOut()));
        }
        var taken = new NDArray[1];
        NDArray last = run(ids, (layer, input) -> {
            if (layer == layers.size() - depth.leftOut()) {
                taken[0] = input;
            }
        });
        NDArray states = depth.normed() ? finalNorm.apply(taken[0]) : taken[0];
        return new Encoded(states, projection == null ? null : projection.apply(ends(ids, finalNorm.apply(last))));
    }

    /// The states where the texts end: (B, hiddenSize).
    private NDArray ends(NDArray ids, NDArray states) {
        long[] numbers = tensors.toLongs(ids);
        int tokens = config.maxPositionEmbeddings();
        var ends = new NDList();
        for (int text = 0; text * tokens < numbers.length; text++) {
            int end = 0; // as the reference where a text has no end
            while (end < tokens - 1 && numbers[text * tokens + end] != config.endToken()) {
                end++;
            }
            end = numbers[text * tokens + end] == config.endToken() ? end : 0;
            ends.add(states.get(text + ":" + (text + 1)).get(":," + end));
        }
        return NDArrays.concat(ends, 0);
    }

    /// As [#encode(NDArray)], and shows the input of every layer by its number.
    NDArray encode(NDArray ids, BiConsumer<Integer, NDArray> observer) {
        return finalNorm.apply(run(ids, (layer, states) -> {
            if (layer < layers.size()) {
                observer.accept(layer, states);
            }
        }));
    }

    /// The states after the last layer, before the norm. The observer sees the input of every layer, and the end.
    private NDArray run(NDArray ids, BiConsumer<Integer, NDArray> observer) {
        if (ids.getShape().get(1) != config.maxPositionEmbeddings()) {
            throw new IllegalArgumentException("The text encoder takes %d tokens, got shape %s"
                    .formatted(config.maxPositionEmbeddings(), ids.getShape()));
        }
        NDArray h = tensors.embedding(ids, tokenEmbedding).add(positionEmbedding);
        for (int i = 0; i < layers.size(); i++) {
            observer.accept(i, h);
            NDArray input = h;
            Layer layer = layers.get(i);
            h = tensors.scoped(() -> layer.apply(input));
        }
        observer.accept(layers.size(), h);
        return h;
    }
}
