package art.pinhua.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Evidence against a fair coin as e-values, kept as ln E. The chance that E ever reaches 1/α under a fair coin is
/// at most α, however often one looks.
public final class Evidence {

    private Evidence() {}

    /// Evidence that a rater prefers one side, valid because sides are drawn by the server: the uniform mixture
    /// E = 2ⁿ B(1 + left, 1 + right).
    public static double lnSideBias(int left, int right) {
        return (left + right) * Math.log(2) + SpecialFunctions.lnBeta(1.0 + left, 1.0 + right);
    }

    /// Evidence from `wins` of `n` independent votes that the win rate is above one half: Beta(a, a) mixture
    /// restricted to p > ½.
    ///
    /// @param a concentration of the mixture, 10 for small differences
    public static double lnAboveHalf(int wins, int n, double a) {
        double upper = SpecialFunctions.lnBetaDistribution(.5, a + n - wins, a + wins);
        return lnBothSides(wins, n, a) + upper - Math.log(.5);
    }

    /// The same for a win rate other than one half, either way.
    public static double lnBothSides(int wins, int n, double a) {
        return SpecialFunctions.lnBeta(a + wins, a + n - wins) - SpecialFunctions.lnBeta(a, a) + n * Math.log(2);
    }

    /// e-BH: which hypotheses to reject so that at most a share α of them is rejected wrongly, whatever the
    /// dependence (Wang and Ramdas): the k largest, k = max{k : k e₍ₖ₎ / K ≥ 1/α}.
    ///
    /// @return positions of the rejected ones, largest evidence first
    public static List<Integer> rejected(double[] lnE, double alpha) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < lnE.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble((Integer i) -> -lnE[i]).thenComparing(i -> i));
        int count = 0;
        for (int k = 1; k <= order.size(); k++) {
            if (Math.log((double) k / lnE.length) + lnE[order.get(k - 1)] >= -Math.log(alpha)) {
                count = k;
            }
        }
        return List.copyOf(order.subList(0, count));
    }
}
