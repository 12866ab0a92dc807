package art.pinhua.training.starter.atelier;

/// Classes of head-to-body ratio.
public enum Build {
    CHIBI(2.4, 3.0),
    CARTOON(3.7, 4.5),
    YOUTH(5.3, 6.2),
    TALL(6.8, 7.7);

    private final double from;
    private final double to;

    Build(double from, double to) {
        this.from = from;
        this.to = to;
    }

    /// A ratio of this class.
    double between(double share) {
        return from + share * (to - from);
    }

    /// The class of a ratio: borders are midway between the classes.
    public static Build of(double heads) {
        return heads < 3.35 ? CHIBI : heads < 4.9 ? CARTOON : heads < 6.5 ? YOUTH : TALL;
    }
}
