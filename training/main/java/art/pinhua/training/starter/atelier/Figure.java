package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Costume;
import art.pinhua.training.starter.GarmentColour;

/// The person of a scene.
///
/// @param heads height of the standing body in heads, 2.4 … 7.8
public record Figure(
        double heads,
        Person person,
        Posture posture,
        Costume costume,
        GarmentColour garment,
        Shade hair,
        Cut cut,
        Held held) {
    public Figure {
        if (!(heads >= 2.4 && heads <= 7.8)) {
            throw new IllegalArgumentException("heads must be 2.4 to 7.8, was " + heads);
        }
    }

    /// 0 for 2.5 heads … 1 for 7.5.
    double tallness() {
        return Math.clamp((heads - 2.5) / 5, 0, 1);
    }

    public Build build() {
        return Build.of(heads);
    }
}
