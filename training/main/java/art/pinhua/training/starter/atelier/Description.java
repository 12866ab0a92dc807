package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Caption.Language;
import java.util.Set;

/// A text that describes a scene.
///
/// @param states the traits it names; the others are left open
public record Description(String text, Language language, Set<Trait> states) {
    public Description {
        states = Set.copyOf(states);
    }
}
