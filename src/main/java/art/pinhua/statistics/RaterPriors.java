package art.pinhua.statistics;

/// What is believed about raters and strengths before any answer.
///
/// @param ridge     λ of −(λ/2) Σθ²
/// @param tieRidge  the same for each ln δ
/// @param slopeMean mean of the slope of a rater who is no expert
/// @param slopeSd   its standard deviation; an expert's slope is 1 and gives scale and sign
/// @param sideSd    standard deviation of a rater's side bias around 0
/// @param slopeCap  largest slope allowed: few experts and a ridge let the scale drift otherwise
public record RaterPriors(
        double ridge, double tieRidge, double slopeMean, double slopeSd, double sideSd, double slopeCap) {

    /// Slopes 1 ± ½ up to 2, sides 0 ± 1, strengths 0 ± 1.8.
    public static final RaterPriors DEFAULT = new RaterPriors(.3, .5, 1, .5, 1, 2);

    public RaterPriors {
        if (!(ridge > 0) || !(slopeSd > 0) || !(sideSd > 0) || !(slopeCap > slopeMean) || !(tieRidge >= 0)) {
            throw new IllegalArgumentException("priors make no sense: " + ridge + ", " + tieRidge + ", " + slopeMean
                    + ", " + slopeSd + ", " + sideSd + ", " + slopeCap);
        }
    }
}
