package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.model.TextEncoder.Depth;
import art.pinhua.training.model.TextEncoder.Encoded;
import art.pinhua.training.sampler.Condition;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import art.pinhua.training.text.WeightedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Prompts as the denoiser sees them; the latest ones stay in memory, since negative prompts and campaigns repeat them.
///
/// A weight moves the states of its tokens away from, or towards, those of an empty text: `e + w (s − e)`, as ComfyUI
/// does it. Texts longer than CLIP's 77 tokens are encoded in windows of that length, whose states follow each other.
final class TextStates implements AutoCloseable {
    private static final int KEPT = 64;

    /// Length of CLIP's texts. Encoders of another length are used as they were trained, with one window.
    private static final int CLIP_TOKENS = 77;

    private static final int MOST_WINDOWS = 3;

    /// @param cut tokens that had no room
    record Text(Condition condition, int cut) {}

    /// A prompt and a negative prompt of the same number of windows.
    record Pair(Text prompt, Text negative) {}

    /// @param windows how many it is given, at least as many as it needs
    /// @param unsaid  whether it is no text at all
    private record Key(String prompt, int windows, int clipSkip, boolean unsaid) {}

    private final Tensors tensors;
    private final Networks networks;
    private final int mostWindows;
    private final Map<Key, Text> texts = new LinkedHashMap<>(16, 0.75f, true);

    TextStates(Tensors tensors, Networks networks) {
        this(tensors, networks, networks.tokenizer().maxLength() == CLIP_TOKENS ? MOST_WINDOWS : 1);
    }

    TextStates(Tensors tensors, Networks networks, int mostWindows) {
        this.tensors = tensors;
        this.networks = networks;
        this.mostWindows = mostWindows;
    }

    /// @param clipSkip layers of the text encoders that are left out beyond those that the family leaves out
    Pair of(String prompt, String negative, int clipSkip) {
        int windows = Math.max(windows(prompt), windows(negative));
        boolean unsaid = networks.zeroWhenUnsaid() && negative.isBlank();
        return new Pair(
                of(new Key(prompt, windows, clipSkip, false)), of(new Key(negative, windows, clipSkip, unsaid)));
    }

    private int windows(String prompt) {
        WeightedText weighted = WeightedText.parse(prompt);
        return networks.texts().stream()
                .mapToInt(text -> text.tokenizer()
                        .windows(weighted, mostWindows)
                        .windows()
                        .size())
                .max()
                .orElseThrow();
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
        WeightedText prompt = WeightedText.parse(key.prompt());
        int cut = networks.texts().stream()
                .mapToInt(text -> text.tokenizer().windows(prompt, mostWindows).cut())
                .max()
                .orElseThrow();
        Depth depth = (networks.xl() ? Depth.BUT_ONE : Depth.LAST).earlier(key.clipSkip());
        var kept = new ArrayList<NDArray>();
        tensors.step(false, () -> {
            Condition condition = condition(key, prompt, depth);
            kept.add(tensors.keep(condition.states()));
            if (condition.pooled() != null) {
                kept.add(tensors.keep(condition.pooled()));
            }
            return kept.size();
        });
        return new Text(new Condition(kept.getFirst(), kept.size() == 1 ? null : kept.getLast()), cut);
    }

    /// The states of all text encoders side by side.
    private Condition condition(Key key, WeightedText prompt, Depth depth) {
        NDArray states = null;
        NDArray pooled = null;
        for (TextPart part : networks.texts()) {
            Encoded encoded = encode(part, prompt, key.windows(), depth);
            states = states == null ? encoded.states() : states.concat(encoded.states(), 2);
            pooled = encoded.pooled(); // of the last
        }
        if (states == null) {
            throw new IllegalStateException("A model without a text encoder");
        }
        return key.unsaid() ? new Condition(states.zerosLike(), zeros(pooled)) : new Condition(states, pooled);
    }

    private static @Nullable NDArray zeros(@Nullable NDArray pooled) {
        return pooled == null ? null : pooled.zerosLike();
    }

    /// @return states (1, windows · tokens, width), pooled of the first window
    private Encoded encode(TextPart part, WeightedText prompt, int windows, Depth depth) {
        List<Tokenizer.Window> all =
                new ArrayList<>(part.tokenizer().windows(prompt, mostWindows).windows());
        Tokenizer.Window empty = part.tokenizer()
                .windows(new WeightedText(List.of()), 1)
                .windows()
                .getFirst();
        all.addAll(Collections.nCopies(windows - all.size(), empty));
        boolean weighted = prompt.weighted();
        if (weighted) {
            all.addLast(empty);
        }
        int tokens = part.tokenizer().maxLength();
        var ids = new long[all.size() * tokens];
        var factors = new float[windows * tokens];
        for (int i = 0; i < all.size(); i++) {
            System.arraycopy(all.get(i).ids(), 0, ids, i * tokens, tokens);
            for (int j = 0; j < tokens && i < windows; j++) {
                factors[i * tokens + j] = (float) all.get(i).weights()[j];
            }
        }
        Encoded encoded = part.encoder().encode(tensors.ofLongs(ids, all.size(), tokens), depth);
        NDArray states = encoded.states();
        if (weighted) {
            NDArray nothing = states.get(windows + ":" + (windows + 1));
            NDArray said = states.get("0:" + windows).sub(nothing);
            states = nothing.add(said.mul(tensors.of(factors, windows, tokens, 1)));
        }
        NDArray pooled = encoded.pooled();
        return new Encoded(
                states.reshape(1, (long) windows * tokens, states.getShape().get(2)),
                pooled == null ? null : pooled.get("0:1"));
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
