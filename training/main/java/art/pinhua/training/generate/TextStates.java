package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.sampler.Condition;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prompts as [PromptEncoder] reads them; the latest ones stay in memory, since negative prompts and campaigns repeat
/// them.
final class TextStates implements AutoCloseable {
    private static final int KEPT = 64;

    /// @param cut          tokens that had no room
    /// @param unknownWords those that the text encoder can make nothing of
    record Text(Condition condition, int cut, List<String> unknownWords) {}

    /// A prompt and a negative prompt of the same number of windows.
    record Pair(Text prompt, Text negative) {}

    /// @param windows how many it is given, at least as many as it needs
    /// @param unsaid  whether it is no text at all
    private record Key(String prompt, int windows, int clipSkip, boolean unsaid) {}

    private final Tensors tensors;
    private final Networks networks;
    private final PromptEncoder encoder;
    private final Map<Key, Text> texts = new LinkedHashMap<>(16, 0.75f, true);

    TextStates(Tensors tensors, Networks networks) {
        this(tensors, networks, new PromptEncoder(tensors, networks));
    }

    TextStates(Tensors tensors, Networks networks, int mostWindows) {
        this(tensors, networks, new PromptEncoder(tensors, networks, mostWindows));
    }

    private TextStates(Tensors tensors, Networks networks, PromptEncoder encoder) {
        this.tensors = tensors;
        this.networks = networks;
        this.encoder = encoder;
    }

    /// @param clipSkip layers of the text encoders that are left out beyond those that the family leaves out
    Pair of(String prompt, String negative, int clipSkip) {
        int windows = Math.max(encoder.windows(prompt), encoder.windows(negative));
        boolean unsaid = networks.zeroWhenUnsaid() && negative.isBlank();
        return new Pair(
                of(new Key(prompt, windows, clipSkip, false)), of(new Key(negative, windows, clipSkip, unsaid)));
    }

    private Text of(Key key) {
        Text known = texts.get(key);
        if (known == null) {
            known = encode(key);
            texts.put(key, known);
        }
        return known;
    }

    private Text encode(Key key) {
        var kept = new ArrayList<NDArray>();
        tensors.step(false, () -> {
            Condition condition = condition(key);
            kept.add(tensors.keep(condition.states()));
            if (condition.pooled() != null) {
                kept.add(tensors.keep(condition.pooled()));
            }
            return kept.size();
        });
        var condition = new Condition(kept.getFirst(), kept.size() == 1 ? null : kept.getLast());
        return new Text(condition, encoder.cut(key.prompt()), encoder.unknownWords(key.prompt()));
    }

    private Condition condition(Key key) {
        Condition said = encoder.condition(key.prompt(), key.windows(), key.clipSkip());
        NDArray pooled = said.pooled();
        return key.unsaid()
                ? new Condition(said.states().zerosLike(), pooled == null ? null : pooled.zerosLike())
                : said;
    }

    /// Closes the least recently used texts beyond the number kept. Not during a picture, which may use them.
    void trim() {
        var oldest = texts.values().iterator();
        for (int surplus = texts.size() - KEPT; surplus > 0; surplus--) {
            close(oldest.next());
            oldest.remove();
        }
    }

    private static void close(Text text) {
        text.condition().states().close();
        NDArray pooled = text.condition().pooled();
        if (pooled != null) {
            pooled.close();
        }
    }

    @Override
    public void close() {
        texts.values().forEach(TextStates::close);
        texts.clear();
    }
}
