package art.pinhua.training.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files that make a model version.
/// @param pipeline folder in diffusers layout
/// @param adapters adapter files laid over it; their effects add up, so an empty list is the base model
/// @param words    words it learned elsewhere; absent for none
public record ModelSource(
        String pipeline, List<Adapter> adapters, @Nullable List<Word> words) {
    public ModelSource {
        Refuse.blank("pipeline", pipeline);
        adapters = List.copyOf(adapters);
        words = words == null || words.isEmpty() ? null : List.copyOf(words);
    }

    public ModelSource(String pipeline, List<Adapter> adapters) {
        this(pipeline, adapters, null);
    }

    public List<Word> wordsOrNone() {
        return words == null ? List.of() : words;
    }

    /// @param file safetensors file of a textual inversion
    /// @param word what prompts call it
    public record Word(String file, String word) {
        public Word {
            Refuse.blank("file", file);
            Refuse.blank("word", word);
        }
    }

    /// @param file     adapter file, in any naming
    /// @param strength factor on the adapter's effect; 1 as trained, 0 none
    public record Adapter(String file, double strength) {
        public Adapter {
            Refuse.blank("file", file);
            Refuse.unless(Double.isFinite(strength), "strength", "finite", strength);
        }
    }
}
