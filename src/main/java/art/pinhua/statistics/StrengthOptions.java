package art.pinhua.statistics;

/// What is fitted, and how strongly it is held towards zero.
///
/// @param ridge    λ of −(λ/2) Σθ²; 0 asks for the plain maximum, which need not exist for sparse answers
/// @param tieRidge the same for each ln δ (ln of the tie weight)
/// @param fitSide  whether a common bias towards the left is fitted
/// @param sideRidge the same for that bias
/// @param maxTie   largest tie that is modelled, 1 to 3
/// @param raters   slopes and sides of the raters, held fixed
public record StrengthOptions(
        double ridge, double tieRidge, boolean fitSide, double sideRidge, int maxTie, RaterTraits raters) {

    public StrengthOptions {
        if (!(ridge >= 0) || !(tieRidge >= 0) || !(sideRidge >= 0)) {
            throw new IllegalArgumentException(
                    "ridges must not be negative, were " + ridge + ", " + tieRidge + ", " + sideRidge);
        }
        if (maxTie < 1 || maxTie > 3) {
            throw new IllegalArgumentException("maxTie must be 1 to 3, was " + maxTie);
        }
    }

    /// Maximum likelihood, all raters alike, no side.
    public static StrengthOptions plain(int raters) {
        return new StrengthOptions(0, 0, false, 0, 3, RaterTraits.equal(raters));
    }

    public StrengthOptions withRidge(double newRidge) {
        return new StrengthOptions(newRidge, tieRidge, fitSide, sideRidge, maxTie, raters);
    }

    public StrengthOptions withTieRidge(double newTieRidge) {
        return new StrengthOptions(ridge, newTieRidge, fitSide, sideRidge, maxTie, raters);
    }

    /// Fits a common bias towards the left side.
    public StrengthOptions withSide(double newSideRidge) {
        return new StrengthOptions(ridge, tieRidge, true, newSideRidge, maxTie, raters);
    }
}
