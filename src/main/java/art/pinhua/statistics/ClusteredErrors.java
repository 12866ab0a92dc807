package art.pinhua.statistics;

import java.util.function.Consumer;

/// Sandwich errors of a fit: variance is the sum over clusters of the squared shift each one causes.
///
/// A shift has a number for every parameter, so those of all raters of a large campaign would fill gigabytes: they are
/// computed one after another and only their squares are kept.
public final class ClusteredErrors {

    /// The shift of all parameters that each cluster causes.
    interface Influences {
        void each(Consumer<double[]> taker);
    }

    private final Influences influences;
    private final double[] variances;
    private final int items;

    ClusteredErrors(Influences influences, int parameters, int items) {
        this.influences = influences;
        this.items = items;
        variances = new double[parameters];
        influences.each(z -> {
            for (int i = 0; i < parameters; i++) {
                variances[i] += z[i] * z[i];
            }
        });
    }

    /// Variance of an item's strength against the mean of its block.
    public double variance(int item) {
        return variances[item];
    }

    /// Variance of θ a − θ b; goes through all clusters once more.
    public double differenceVariance(int a, int b) {
        double[] sum = {0};
        influences.each(z -> sum[0] += (z[a] - z[b]) * (z[a] - z[b]));
        return sum[0];
    }

    /// How many items the fit had.
    public int items() {
        return items;
    }
}
