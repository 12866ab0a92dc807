package art.pinhua.statistics;

/// How a rater did on tasks whose answer is certain.
///
/// @param right answered as known
/// @param shown answered at all
public record GoldRecord(int right, int shown) {

    /// Nine in ten honest answers are right before any is seen; worth ten answers.
    private static final double PRIOR_RIGHT = 9;

    private static final double PRIOR_WRONG = 1;

    public GoldRecord {
        if (right < 0 || right > shown) {
            throw new IllegalArgumentException(right + " right of " + shown);
        }
    }

    public int wrong() {
        return shown - right;
    }

    /// Posterior mean of the chance to answer a gold task right, 0 to 1.
    public double reliability() {
        return (PRIOR_RIGHT + right) / (PRIOR_RIGHT + PRIOR_WRONG + shown);
    }

    /// Posterior chance that the rater is no better than `accuracy` on gold tasks.
    public double chanceBelow(double accuracy) {
        return Math.exp(SpecialFunctions.lnBetaDistribution(accuracy, PRIOR_RIGHT + right, PRIOR_WRONG + wrong()));
    }
}
