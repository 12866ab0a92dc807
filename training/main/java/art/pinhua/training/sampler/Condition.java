package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a text says to a denoiser.
///
/// @param states (B, tokens, width), one row per token
/// @param pooled (B, pooledWidth), the text as a whole; absent for networks that do not take it
public record Condition(NDArray states, @Nullable NDArray pooled) {
    public Condition(NDArray states) {
        this(states, null);
    }

    /// These rows, then those of the other.
    Condition then(Condition other) {
        return new Condition(
                states.concat(other.states, 0),
                pooled == null ? null : pooled.concat(Objects.requireNonNull(other.pooled), 0));
    }
}
