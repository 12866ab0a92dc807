package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Background;
import art.pinhua.training.starter.Costume;
import art.pinhua.training.starter.GarmentColour;

/// What the meters make of one picture of 128 pixels.
///
/// @param background by rule from the sides of the picture
/// @param figure     whether a person is there; the answers about one mean nothing without
/// @param garment    main colour of the costume
/// @param build      class of the head-to-body ratio; `heads` the ratio itself, which may fall beyond the class's
/// border
/// @param warmth     of the light over the whole picture, about -1 … 1, by rule
/// @param soundness  0 for a picture without flaws, -1 for one that is certainly spoilt
public record Sight(
        Background background,
        boolean figure,
        GarmentColour garment,
        Shade hair,
        Build build,
        double heads,
        Posture posture,
        Costume costume,
        BrushStyle brush,
        Held held,
        double warmth,
        double soundness) {
    private static final double SPOILT = -.5;

    /// Whether it is more likely without flaws than spoilt.
    boolean sound() {
        return soundness > SPOILT;
    }
}
