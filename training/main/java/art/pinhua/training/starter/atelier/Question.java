package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Background;
import art.pinhua.training.starter.Costume;
import art.pinhua.training.starter.GarmentColour;
import java.util.List;

/// What the learnt reader answers about a picture: choices among values, and the head-to-body ratio.
enum Question {
    FIGURE(List.of(Boolean.FALSE, Boolean.TRUE)),
    BACKGROUND(List.of(Background.values())),
    GARMENT(List.of(GarmentColour.values())),
    HAIR(List.of(Shade.values())),
    POSTURE(List.of(Posture.values())),
    COSTUME(List.of(Costume.values())),
    BRUSH(List.of(BrushStyle.values())),
    HELD(List.of(Held.values())),
    BUILD(List.of(Build.values())),
    /// Whether the picture is as it was drawn; a spoilt one is asked nothing else.
    SOUND(List.of(Boolean.FALSE, Boolean.TRUE));

    /// Outputs: all choices, then one number for the ratio.
    static final int OUTPUTS =
            1 + java.util.Arrays.stream(values()).mapToInt(Question::size).sum();

    private static final double MIDDLE = 1.4;
    private static final double SPREAD = .42;

    private final List<?> choices;

    Question(List<?> choices) {
        this.choices = choices;
    }

    int size() {
        return choices.size();
    }

    /// Where its choices begin among the outputs.
    int offset() {
        int offset = 0;
        for (int i = 0; i < ordinal(); i++) {
            offset += values()[i].size();
        }
        return offset;
    }

    /// The place of the true answer among the choices, -1 where the picture gives none.
    ///
    /// @param figure whether the scene is drawn with its figure
    /// @param spoilt whether the drawing was spoilt afterwards
    int truth(Scene scene, boolean figure, boolean spoilt) {
        if (spoilt) {
            return this == SOUND ? 0 : -1;
        }
        return switch (this) {
            case FIGURE -> figure ? 1 : 0;
            case SOUND -> 1;
            case BACKGROUND -> scene.background().ordinal();
            case BRUSH -> scene.brush().ordinal();
            case GARMENT -> figure ? scene.figure().garment().ordinal() : -1;
            case HAIR -> figure ? scene.figure().hair().ordinal() : -1;
            case POSTURE -> figure ? scene.figure().posture().ordinal() : -1;
            case COSTUME -> figure ? scene.figure().costume().ordinal() : -1;
            case HELD -> figure ? scene.figure().held().ordinal() : -1;
            case BUILD -> figure ? scene.figure().build().ordinal() : -1;
        };
    }

    /// The ratio as the network learns it: near 0, deviation about 1.
    static double encoded(double heads) {
        return (StrictMath.log(heads) - MIDDLE) / SPREAD;
    }

    static double heads(double encoded) {
        return StrictMath.exp(encoded * SPREAD + MIDDLE);
    }
}
