package art.pinhua.statistics;

/// Evidence against a fair coin as e-values, kept as ln E. The chance that E ever reaches 1/α under a fair coin is
/// at most α, however often one looks.
public final class Evidence {

    private Evidence() {}

    /// Evidence that a rater prefers one side, valid because sides are drawn by the server: the uniform mixture
    /// E = 2ⁿ B(1 + left, 1 + right).
    public static double lnSideBias(int left, int right) {
        return (left + right) * Math.log(2) + SpecialFunctions.lnBeta(1.0 + left, 1.0 + right);
    }
}
