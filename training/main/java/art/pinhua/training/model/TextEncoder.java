package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.SequencedMap;

/// Token ids to the states that a denoiser attends to.
public sealed interface TextEncoder permits ClipTextEncoder, BertTextEncoder {

    Config config();

    /// @param ids (B, tokens), padded as the model was trained
    /// @return (B, tokens, hiddenSize)
    NDArray encode(NDArray ids);

    /// Sizes of a text encoder, and how its network is made.
    sealed interface Config permits ClipTextConfig, BertTextConfig {
        int vocabSize();

        int hiddenSize();

        int maxPositionEmbeddings();

        /// Whether it can encode texts of this many tokens, padding included.
        boolean takes(int tokens);

        /// The network over weights under their present names, each used exactly once.
        /// @throws UnsupportedModelException with the list of what does not fit
        TextEncoder encoder(Tensors tensors, Map<String, NDArray> weights);

        /// The weights under their present names, without those that play no part.
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
