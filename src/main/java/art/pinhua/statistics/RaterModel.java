package art.pinhua.statistics;

import java.util.Arrays;
import java.util.List;

/// Fits strengths, slopes and side biases together (MAP; `slope · θ` inside the stage model, so a rater of slope 0
/// answers by chance). Experts have slope 1, which fixes the scale and the sign.
public final class RaterModel {

    /// Most probable values.
    ///
    /// @param objective negative log posterior without constants, in nats
    /// @param thetas    strength of each item in nats
    @SuppressWarnings("ArrayRecordComponent")
    public record Fit(double objective, double[] thetas, double[] lnTies, RaterTraits raters) {}

    private final int items;
    private final boolean[] experts;
    private final RaterPriors priors;
    private final List<Stage> stages;
    private final int maxTie;
    private final Runnable meanwhile;

    private RaterModel(int items, List<Stage> stages, boolean[] experts, RaterPriors priors, Runnable meanwhile) {
        this.items = items;
        this.stages = stages;
        this.experts = experts;
        this.priors = priors;
        this.meanwhile = meanwhile;
        maxTie = Stage.largestTie(stages);
    }

    /// @param experts whether each rater's slope is fixed at 1
    public static Fit fit(int items, List<Judgement> judgements, boolean[] experts, RaterPriors priors) {
        return fit(items, judgements, experts, priors, () -> {});
    }

    /// @param meanwhile called again and again while the fit goes on; what it throws ends it
    static Fit fit(int items, List<Judgement> judgements, boolean[] experts, RaterPriors priors, Runnable meanwhile) {
        return new RaterModel(items, Stage.of(judgements, 3), experts.clone(), priors, meanwhile).run();
    }

    private Fit run() {
        double[] at = new double[items + maxTie - 1 + 2 * experts.length];
        boolean[] held = new boolean[at.length];
        for (int r = 0; r < experts.length; r++) {
            at[slope(r)] = experts[r] ? 1 : priors.slopeMean();
            held[slope(r)] = experts[r];
        }
        double[] curvature = curvature(at);
        while (true) {
            at = Lbfgs.minimise((x, gradient) -> objective(x, gradient, held), at, curvature, 1e-8);
            boolean settled = true;
            for (int r = 0; r < experts.length; r++) {
                if (!held[slope(r)] && at[slope(r)] > priors.slopeCap()) {
                    at[slope(r)] = priors.slopeCap();
                    held[slope(r)] = true;
                    settled = false;
                }
            }
            if (settled) {
                break;
            }
        }
        double[] slopes = Arrays.copyOfRange(at, slope(0), slope(0) + experts.length);
        double[] sides = Arrays.copyOfRange(at, side(0), side(0) + experts.length);
        return new Fit(
                objective(at, new double[at.length], held),
                Arrays.copyOf(at, items),
                Arrays.copyOfRange(at, items, items + maxTie - 1),
                new RaterTraits(slopes, sides));
    }

    private int slope(int rater) {
        return items + maxTie - 1 + rater;
    }

    private int side(int rater) {
        return slope(experts.length) + rater;
    }

    /// Negative log posterior; the gradient of held parameters is 0.
    private double objective(double[] at, double[] gradient, boolean[] held) {
        meanwhile.run();
        var model = new StageModel(maxTie);
        double[] lnDelta = Arrays.copyOfRange(at, items, items + maxTie - 1);
        double sum = 0;
        for (Stage stage : stages) {
            int rater = stage.rater();
            double slope = at[slope(rater)];
            sum -= stage.weight() * model.evaluate(stage, at, lnDelta, slope, at[side(rater)]);
            int k = stage.items().length;
            for (int i = 0; i < model.observed.length; i++) {
                double difference = stage.weight() * (model.observed[i] - model.expected[i]);
                if (i < k) {
                    gradient[stage.items()[i]] -= slope * difference;
                    gradient[slope(rater)] -= at[stage.items()[i]] * difference;
                } else {
                    gradient[i < model.observed.length - 1 ? items + i - k : side(rater)] -= difference;
                }
            }
        }
        for (int i = 0; i < at.length; i++) {
            double mean = i >= slope(0) && i < side(0) ? priors.slopeMean() : 0;
            double precision = precision(i);
            boolean expertSlope = i >= slope(0) && i < side(0) && experts[i - slope(0)];
            if (!expertSlope) {
                sum += precision / 2 * (at[i] - mean) * (at[i] - mean);
                gradient[i] += precision * (at[i] - mean);
            }
            if (held[i]) {
                gradient[i] = 0;
            }
        }
        return sum;
    }

    /// Second derivatives of the objective, each for itself, where all items are alike.
    private double[] curvature(double[] start) {
        double[] curvature = new double[start.length];
        Arrays.setAll(curvature, this::precision);
        var model = new StageModel(maxTie);
        double[] lnDelta = Arrays.copyOfRange(start, items, items + maxTie - 1);
        for (Stage stage : stages) {
            double slope = start[slope(stage.rater())];
            model.evaluate(stage, start, lnDelta, slope, start[side(stage.rater())]);
            double[][] covariance = model.covariance(stage);
            int k = stage.items().length;
            for (int i = 0; i < covariance.length; i++) {
                if (i < k) {
                    curvature[stage.items()[i]] += stage.weight() * slope * slope * covariance[i][i];
                } else {
                    int parameter = i < covariance.length - 1 ? items + i - k : side(stage.rater());
                    curvature[parameter] += stage.weight() * covariance[i][i];
                }
            }
        }
        return curvature;
    }

    private double precision(int parameter) {
        if (parameter < items) {
            return priors.ridge();
        }
        if (parameter < slope(0)) {
            return priors.tieRidge();
        }
        return parameter < side(0)
                ? 1 / (priors.slopeSd() * priors.slopeSd())
                : 1 / (priors.sideSd() * priors.sideSd());
    }
}
