package art.pinhua.statistics;

/// The chance to win a comparison when the difference of strengths is known with an error.
public final class WinProbability {

    private static final double[][] NODES = SpecialFunctions.gaussHermite(41);

    private WinProbability() {}

    /// E σ(d) for d ~ N(mean, variance), by Gauss-Hermite quadrature with 41 nodes.
    ///
    /// @param mean     difference of log strengths in nats
    /// @param variance its posterior variance
    public static double of(double mean, double variance) {
        if (!(variance >= 0)) {
            throw new IllegalArgumentException("variance must not be negative, was " + variance);
        }
        double sd = Math.sqrt(variance);
        double sum = 0;
        for (double[] node : NODES) {
            sum += node[1] * sigmoid(mean + sd * node[0]);
        }
        return sum;
    }

    static double sigmoid(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }
}
