package art.pinhua.training.starter.atelier;

/// Probabilities that a description leaves out the colour of the garment, and what is held.
record Omissions(double garment, double held) {
    /// As people ask: the colour is what they seldom forget.
    static final Omissions ASKED = new Omissions(.1, .3);

    /// To learn from. A model that hardly ever met a costume without a colour gives it the background's, so colours are
    /// left out more often; things held are rare enough as it is.
    static final Omissions LEARNT = new Omissions(.25, .1);

    private static final double BRUSH = .3; // prompts seldom name it
    private static final double OTHER = .1;

    double of(Trait trait) {
        return switch (trait) {
            case GARMENT_COLOUR -> garment;
            case HELD -> held;
            case BRUSH -> BRUSH;
            default -> OTHER;
        };
    }
}
