package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Token ids to the states that a denoiser attends to.
public sealed interface TextEncoder permits ClipTextEncoder, BertTextEncoder {

    Config config();

    /// @param ids (B, tokens), padded as the model was trained
    /// @return (B, tokens, hiddenSize)
    default NDArray encode(NDArray ids) {
        return encode(ids, Depth.LAST).states();
    }

    /// As [#encode(NDArray)], from another layer, with the text as a whole where the network computes that.
    /// @throws IllegalArgumentException if the network has no such layer
    Encoded encode(NDArray ids, Depth depth);

    /// A text as a denoiser sees it.
    /// @param states (B, tokens, hiddenSize)
    /// @param pooled (B, projectionDim), of networks with a projection
    record Encoded(NDArray states, @Nullable NDArray pooled) {}

    /// The layer whose states are taken.
    /// @param leftOut layers at the end that play no part, 0 for none
    /// @param normed  whether the network's last norm follows
    record Depth(int leftOut, boolean normed) {
        /// What the network was trained to give.
        public static final Depth LAST = new Depth(0, true);

        /// What the XL family takes: the last layer but one, as it is.
        public static final Depth BUT_ONE = new Depth(1, false);

        /// The same with more layers left out.
        public Depth earlier(int layers) {
            return layers == 0 ? this : new Depth(leftOut + layers, normed);
        }
    }

    /// Sizes of a text encoder, and how its network is made.
    sealed interface Config permits ClipTextConfig, BertTextConfig {
        int vocabSize();

        int hiddenSize();

        int maxPositionEmbeddings();

        int numHiddenLayers();

        /// How many layers at the end can be left out, see [Depth].
        int mostLeftOut();

        /// Width of the text as a whole; 0 for networks that do not compute it.
        default int projectionDim() {
            return 0;
        }

        /// Whether it can encode texts of this many tokens, padding included.
        boolean takes(int tokens);

        /// The network over weights under their present names, each used exactly once.
        /// @throws UnsupportedModelException with the list of what does not fit
        TextEncoder encoder(Tensors tensors, Map<String, NDArray> weights);

        /// Key and shape of every weight, if those of a file fit, from their shapes by key.
        /// @throws UnsupportedModelException with what does not fit
        SequencedMap<String, long[]> fitting(Map<String, long[]> stored);

        /// The weights under their present names, without those that play no part, which are closed.
        /// @throws UnsupportedModelException when a weight comes twice; all are closed then
        SequencedMap<String, NDArray> currentNames(Map<String, NDArray> weights);

        /// Shapes of the weights that adapters may change, by key.
        Map<String, long[]> adaptable();

        /// @throws UnsupportedModelException naming the setting that is not implemented
        static Config parse(JsonObject json) {
            boolean bert = new JsonPrimitive("bert").equals(json.get("model_type"));
            return bert ? BertTextConfig.parse(json) : ClipTextConfig.parse(json);
        }
    }
}
