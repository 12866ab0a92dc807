package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import java.util.LinkedHashMap;
import java.util.List;
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

    /// A word to be taught.
    /// @param vectors (tokens, hiddenSize), which [WordFit] let through
    record Lesson(String word, NDArray vectors) {}

    /// The same with more words. The grown table of tokens is one copy for all of them; whoever asks closes it.
    TextModel withWords(Tensors tensors, List<Lesson> lessons) {
        if (!(config instanceof ClipTextConfig clip)) {
            throw new IllegalStateException("no CLIP text encoder for " + lessons.size() + " words");
        }
        Tokenizer reading = tokenizer;
        ClipTextConfig grown = clip;
        var tables = new NDList(table());
        for (Lesson lesson : lessons) {
            int tokens = (int) lesson.vectors().getShape().get(0);
            reading = reading.withWord(lesson.word(), grown.vocabSize(), tokens);
            grown = grown.withMoreTokens(tokens);
            tables.add(lesson.vectors());
        }
        var changed = new LinkedHashMap<>(weights);
        changed.put(TOKENS, tensors.step(false, () -> tensors.keep(NDArrays.concat(tables, 0))));
        return new TextModel(part, reading, grown, changed);
    }

    /// The vectors of all tokens.
    NDArray table() {
        return Objects.requireNonNull(weights.get(TOKENS), TOKENS);
    }
}
