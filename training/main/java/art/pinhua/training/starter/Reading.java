package art.pinhua.training.starter;

import org.jspecify.annotations.Nullable;

/// What the meters make of one picture.
///
/// @param background    nearest of the six
/// @param figure        whether a clothed person with a face is there
/// @param garment       main colour of the costume
/// @param hair          colour of the hair, null when no face is found
/// @param heads         height of the standing body in heads, NaN when no face is found
/// @param pose          null when no face is found
/// @param warmth        of the light over the whole picture, about -1 … 1
/// @param garmentWarmth of the costume: -1 blue … 1 red or yellow, near 0 for white and black
/// @param soundness     0 for a picture without flaws, about -1 for one whose flaw is seen at a glance
public record Reading(
        Background background,
        boolean figure,
        GarmentColour garment,
        @Nullable HairColour hair,
        double heads,
        @Nullable Pose pose,
        double warmth,
        double garmentWarmth,
        double soundness) {

    /// The class of the measured proportions, null when no face is found.
    public Figure.@Nullable Build build() {
        return Double.isNaN(heads) ? null : Figure.Build.of(heads);
    }
}
