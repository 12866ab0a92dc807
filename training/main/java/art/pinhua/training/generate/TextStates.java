package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import java.util.LinkedHashMap;
import java.util.Map;

/// Prompts as the denoiser sees them; the latest ones stay in memory, since negative prompts and campaigns repeat them.
final class TextStates implements AutoCloseable {
    private static final int KEPT = 64;

    /// @param states (1, tokens, width)
    /// @param cut    tokens that had no room
    record Text(NDArray states, int cut) {}

    private final Tensors tensors;
    private final Tokenizer tokenizer;
    private final TextEncoder encoder;
    private final Map<String, Text> texts = new LinkedHashMap<>(16, 0.75f, true);

    TextStates(Tensors tensors, Tokenizer tokenizer, TextEncoder encoder) {
        this.tensors = tensors;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
    }

    Text of(String prompt) {
        Text known = texts.get(prompt);
        if (known != null) {
            return known;
        }
        Tokenizer.Encoded encoded = tokenizer.encode(prompt);
        NDArray states = tensors.step(false, () -> {
            NDArray ids = tensors.ofLongs(encoded.ids(), 1, encoded.ids().length);
            return tensors.keep(encoder.encode(ids));
        });
        var text = new Text(states, encoded.cut());
        texts.put(prompt, text);
        return text;
    }

    /// Closes the least recently used texts beyond the number kept. Not during a picture, which may use them.
    void trim() {
        var oldest = texts.values().iterator();
        for (int surplus = texts.size() - KEPT; surplus > 0; surplus--) {
            oldest.next().states().close();
            oldest.remove();
        }
    }

    @Override
    public void close() {
        texts.values().forEach(text -> text.states().close());
        texts.clear();
    }
}
