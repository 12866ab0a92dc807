package art.pinhua.training.starter.atelier;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Puts the stated traits of one scene into words of one language.
abstract class Phrasing {
    final Scene scene;
    final Figure figure;
    final Draw dice;
    private final Set<Trait> stated;

    Phrasing(Scene scene, Set<Trait> stated, Draw dice) {
        this.scene = scene;
        this.dice = dice;
        this.stated = stated.isEmpty() ? EnumSet.noneOf(Trait.class) : EnumSet.copyOf(stated); // ordered
        figure = scene.figure();
    }

    abstract String text();

    /// Traits with words of their own: the colour of a stated costume stands beside it.
    final List<Trait> parts() {
        return stated.stream()
                .filter(trait -> trait != Trait.GARMENT_COLOUR || !has(Trait.COSTUME))
                .toList();
    }

    final boolean has(Trait trait) {
        return stated.contains(trait);
    }

    final boolean hasGarment() {
        return has(Trait.COSTUME) || has(Trait.GARMENT_COLOUR);
    }

    final Terms terms(Trait trait) {
        return Terms.of(
                switch (trait) {
                    case BACKGROUND -> scene.background();
                    case GARMENT_COLOUR -> figure.garment();
                    case COSTUME -> figure.costume();
                    case HAIR -> figure.hair();
                    case POSTURE -> figure.posture();
                    case BUILD -> figure.build();
                    case BRUSH -> scene.brush();
                    case HELD -> figure.held();
                });
    }

    /// Whom the picture shows: half of the time without saying more than that.
    final Terms person() {
        return dice.heads(.5) ? Terms.ANYONE : Terms.of(figure.person());
    }

    final String end(String mark) {
        return dice.heads(.3) ? mark : "";
    }
}
