package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A text encoder in memory with its tokenizer; the weights belong to whoever made it.
record TextModel(Part part, Tokenizer tokenizer, TextEncoder.Config config, Map<String, NDArray> weights) {
    private static final String TOKENS = "embeddings.token_embedding.weight";

    /// The same over other weights.
    TextModel over(Map<String, NDArray> others) {
        return new TextModel(part, tokenizer, config, others);
    }

    TextPart network(Tensors tensors) {
        return new TextPart(tokenizer, config.encoder(tensors, weights));
    }

    /// The same with one more word. The grown table of tokens is a copy of its own; whoever asks closes it.
    /// @param vectors (tokens, hiddenSize), which [WordFit] let through
    TextModel withWord(Tensors tensors, String word, NDArray vectors) {
        if (!(config instanceof ClipTextConfig clip)) {
            throw new IllegalStateException("no CLIP text encoder for the word '" + word + "'");
        }
        int tokens = (int) vectors.getShape().get(0);
        Tokenizer reading = tokenizer.withWord(word, clip.vocabSize(), tokens);
        var changed = new LinkedHashMap<>(weights);
        NDArray table = Objects.requireNonNull(weights.get(TOKENS), TOKENS);
        changed.put(TOKENS, tensors.step(false, () -> tensors.keep(table.concat(vectors, 0))));
        return new TextModel(part, reading, clip.withMoreTokens(tokens), changed);
    }

    /// The array that [#withWord] made.
    NDArray table() {
        return Objects.requireNonNull(weights.get(TOKENS), TOKENS);
    }
}
