package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the attentions of one pass of the denoiser are told by texts.
///
/// Either every picture has a text of its own, or every picture goes with every text, as in guidance. In the second
/// case
/// nothing differs between the texts until the first attention to them, so until there a picture is computed once; and
/// keys and values, which no step changes, are there already.
final class Conditioning {
    private final Tensors tensors;
    private final long pictures;
    private final long texts;
    private final @Nullable NDArray states;
    private final Map<Linear, NDArray> read = new IdentityHashMap<>(); // records of arrays are equal by their values

    private Conditioning(Tensors tensors, long pictures, long texts, @Nullable NDArray states) {
        this.tensors = tensors;
        this.pictures = pictures;
        this.texts = texts;
        this.states = states;
    }

    /// @param states (B, M, contextWidth), a text for each picture
    static Conditioning each(Tensors tensors, NDArray states) {
        return new Conditioning(tensors, rows(states), 1, states);
    }

    /// @param layers keys and values of all attentions to the text
    /// @param read   what these layers make of the texts, each (T, M, D)
    static Conditioning all(Tensors tensors, long pictures, List<Linear> layers, List<NDArray> read) {
        var conditioning = new Conditioning(tensors, pictures, rows(read.getFirst()), null);
        for (int i = 0; i < layers.size(); i++) {
            conditioning.read.put(layers.get(i), read.get(i));
        }
        return conditioning;
    }

    private static long rows(NDArray x) {
        return x.getShape().get(0);
    }

    /// The texts of single pictures, where every picture has one.
    @Nullable
    NDArray states() {
        return states;
    }

    /// @return (rows, M, D), what a layer makes of the texts
    NDArray through(Linear layer) {
        if (states != null) {
            return layer.apply(states);
        }
        NDArray once = Objects.requireNonNull(read.get(layer));
        return pictures == 1 ? once : tensors.repeatEach(once, pictures);
    }

    /// @param x (pictures, …), or what this has made of it
    /// @return (T · pictures, …), the pictures of the first text first
    NDArray forEveryText(NDArray x) {
        return texts == 1 || rows(x) != pictures ? x : tensors.tile(x, texts);
    }

    /// `x` for every text if `like` is.
    NDArray alike(NDArray x, NDArray like) {
        return rows(like) == rows(x) ? x : forEveryText(x);
    }
}
