package art.pinhua.training.starter;

/// What a simulated rater secretly likes; measured on the picture alone.
public enum Taste {
    /// Red and yellow costumes rather than blue ones.
    WARM_GARMENTS {
        @Override
        double pleasure(Reading read) {
            return read.garmentWarmth();
        }
    },
    /// Warm light over the whole picture.
    WARM_LIGHT {
        @Override
        double pleasure(Reading read) {
            return read.warmth();
        }
    },
    /// Large heads on small bodies.
    BIG_HEADS {
        @Override
        double pleasure(Reading read) {
            return Double.isNaN(read.heads()) ? 0 : Math.clamp((4 - read.heads()) / 2, -1, 1);
        }
    };

    /// @return about -1 … 1
    abstract double pleasure(Reading read);

    /// Whether a picture shows the liked thing, for counting its share: pleasure above .25.
    public boolean shownBy(Reading read) {
        return pleasure(read) > .25;
    }
}
