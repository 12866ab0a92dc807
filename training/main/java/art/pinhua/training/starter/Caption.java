package art.pinhua.training.starter;

import java.util.Set;

/// A text that describes a scene.
///
/// @param states the attributes it names; the others are left open
public record Caption(String text, Language language, Set<Attribute> states) {
    /// The languages of captions.
    public enum Language {
        CHINESE,
        ENGLISH,
        MIXED
    }

    public Caption {
        states = Set.copyOf(states);
    }
}
