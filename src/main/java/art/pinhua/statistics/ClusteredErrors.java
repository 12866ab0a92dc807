package art.pinhua.statistics;

import java.util.List;

/// Sandwich errors of a fit: variance is the sum over clusters of the squared shift each one causes.
public final class ClusteredErrors {

    private final List<double[]> influences;
    private final int items;
    private final boolean sided;

    ClusteredErrors(List<double[]> influences, int items, boolean sided) {
        this.influences = influences;
        this.items = items;
        this.sided = sided;
    }

    /// Variance of an item's strength against the mean of its block.
    public double variance(int item) {
        return influences.stream().mapToDouble(z -> z[item] * z[item]).sum();
    }

    /// Variance of θ a − θ b.
    public double differenceVariance(int a, int b) {
        return influences.stream()
                .mapToDouble(z -> (z[a] - z[b]) * (z[a] - z[b]))
                .sum();
    }

    /// Variance of the common side bias, 0 if it was not fitted.
    public double sideVariance() {
        return sided
                ? influences.stream()
                        .mapToDouble(z -> z[z.length - 1] * z[z.length - 1])
                        .sum()
                : 0;
    }

    /// How many items the fit had.
    public int items() {
        return items;
    }
}
