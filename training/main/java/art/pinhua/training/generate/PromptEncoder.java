package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.model.TextEncoder.Depth;
import art.pinhua.training.model.TextEncoder.Encoded;
import art.pinhua.training.sampler.Condition;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import art.pinhua.training.text.WeightedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;

/// How a prompt is read, by drawing and training alike: an adapter learns from pictures under the states that they
/// were drawn with.
///
/// A weight moves the states of its tokens away from, or towards, those of an empty text: `e + w (s − e)`, as ComfyUI
/// does it. Texts longer than CLIP's 77 tokens are encoded in windows of that length, whose states follow each other.
public final class PromptEncoder {
    /// Length of CLIP's texts. Encoders of another length are used as they were trained, with one window.
    private static final int CLIP_TOKENS = 77;

    private static final int MOST_WINDOWS = 3;
    private static final int MOST_UNKNOWN = 20;

    private final Tensors tensors;
    private final Networks networks;
    private final int mostWindows;

    public PromptEncoder(Tensors tensors, Networks networks) {
        this(tensors, networks, mostWindows(networks.tokenizer()));
    }

    /// @param mostWindows a text may have; what does not fit is cut off
    public PromptEncoder(Tensors tensors, Networks networks, int mostWindows) {
        this.tensors = tensors;
        this.networks = networks;
        this.mostWindows = mostWindows;
    }

    /// How many windows a text may have.
    static int mostWindows(Tokenizer tokenizer) {
        return tokenizer.maxLength() == CLIP_TOKENS ? MOST_WINDOWS : 1;
    }

    /// How many windows a prompt needs.
    public int windows(String prompt) {
        return most(prompt, windows -> windows.windows().size());
    }

    /// Tokens of a prompt that have no room in the last window.
    int cut(String prompt) {
        return most(prompt, Tokenizer.Windows::cut);
    }

    /// Words that the first text encoder can make nothing of, without the brackets of weights; the first of them.
    List<String> unknownWords(String prompt) {
        return unknownWords(networks.tokenizer(), WeightedText.parse(prompt));
    }

    /// As above.
    static List<String> unknownWords(Tokenizer tokenizer, WeightedText prompt) {
        return prompt.parts().stream()
                .flatMap(part -> tokenizer.unknownWords(part.text()).stream())
                .distinct()
                .limit(MOST_UNKNOWN)
                .toList();
    }

    private int most(String prompt, ToIntFunction<Tokenizer.Windows> count) {
        WeightedText weighted = WeightedText.parse(prompt);
        return networks.texts().stream()
                .map(text -> text.tokenizer().windows(weighted, mostWindows))
                .mapToInt(count)
                .max()
                .orElseThrow();
    }

    /// The states of all text encoders side by side; they belong to the current step.
    /// @param windows  how many the text is given, at least as many as it needs
    /// @param clipSkip layers of the text encoders that are left out beyond those that the family leaves out
    /// @return states (1, windows · tokens, width)
    /// @throws EngineFault `CLIP_SKIP_UNSUPPORTED` if a text encoder has not so many layers
    public Condition condition(String prompt, int windows, int clipSkip) {
        if (clipSkip > networks.mostClipSkip()) {
            throw new EngineFault(
                    EngineFailure.CLIP_SKIP_UNSUPPORTED,
                    "Of the layers of this model's text encoder at most %d can be left out, not %d"
                            .formatted(networks.mostClipSkip(), clipSkip));
        }
        WeightedText weighted = WeightedText.parse(prompt);
        Depth depth = (networks.xl() ? Depth.BUT_ONE : Depth.LAST).earlier(clipSkip);
        NDArray states = null;
        NDArray pooled = null;
        for (TextPart part : networks.texts()) {
            Encoded encoded = encode(part, weighted, windows, depth);
            states = states == null ? encoded.states() : states.concat(encoded.states(), 2);
            pooled = encoded.pooled(); // of the last
        }
        if (states == null) {
            throw new IllegalStateException("A model without a text encoder");
        }
        return new Condition(states, pooled);
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
}
