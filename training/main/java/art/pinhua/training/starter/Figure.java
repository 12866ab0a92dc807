package art.pinhua.training.starter;

/// The person of a scene.
///
/// @param heads  height of the standing body in heads, 2.4 … 7.8
/// @param height share of the picture's height that the figure takes when standing, .80 … .88
public record Figure(
        double heads,
        double height,
        Pose pose,
        Costume costume,
        GarmentColour garment,
        HairColour hair,
        HairCut hairCut) {
    public Figure {
        if (!(heads >= 2.4 && heads <= 7.8)) {
            throw new IllegalArgumentException("heads must be 2.4 to 7.8, was " + heads);
        }
        if (!(height >= .8 && height <= .88)) {
            throw new IllegalArgumentException("height must be .80 to .88, was " + height);
        }
    }

    /// The word a caption may use for the proportions.
    public Build build() {
        return Build.of(heads);
    }

    /// Classes of head-to-body ratio, divided midway between their typical values 2.5, 4 and 6.5.
    public enum Build {
        CHIBI(2.5),
        CARTOON(4),
        TALL(6.5);

        final double typicalHeads;

        Build(double typicalHeads) {
            this.typicalHeads = typicalHeads;
        }

        static Build of(double heads) {
            return heads < 3.2 ? CHIBI : heads < 5 ? CARTOON : TALL;
        }
    }
}
