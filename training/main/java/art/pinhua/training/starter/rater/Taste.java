package art.pinhua.training.starter.rater;

/// What a simulated rater secretly likes; measured on the picture alone.
public enum Taste {
    /// Red and yellow costumes rather than blue ones.
    WARM_GARMENTS {
        @Override
        double pleasure(Glance seen) {
            return seen.garmentWarmth();
        }
    },
    /// Warm light over the whole picture.
    WARM_LIGHT {
        @Override
        double pleasure(Glance seen) {
            return seen.warmth();
        }
    },
    /// Large heads on small bodies.
    BIG_HEADS {
        @Override
        double pleasure(Glance seen) {
            return Double.isNaN(seen.heads()) ? 0 : Math.clamp((4 - seen.heads()) / 2, -1, 1);
        }
    };

    /// @return about -1 … 1
    abstract double pleasure(Glance seen);

    /// Whether a picture shows the liked thing, for counting its share: pleasure above .25.
    public boolean shownBy(Glance seen) {
        return pleasure(seen) > .25;
    }
}
