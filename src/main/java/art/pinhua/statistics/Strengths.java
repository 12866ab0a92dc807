package art.pinhua.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How good each item is by the answers of raters: the most probable log strengths θ (nats) under
/// Bradley-Terry with Davidson's ties for pairs and Plackett-Luce with ties (Davidson-Luce) for rankings, with
/// normal priors, a bias towards the left side of a pair, and raters of different slopes.
///
/// Strengths are comparable only inside a block, a set of items linked by answers; each block sums to 0.
/// The result depends on the answers, not on their order, to the last bit.
public final class Strengths {

    private final StrengthFit fit;
    private final List<Judgement> judgements;
    private final ArrowSystem information;
    private final Map<Integer, double[][]> covariances = new HashMap<>();

    private Strengths(StrengthFit fit, List<Judgement> judgements) {
        this.fit = fit;
        this.judgements = judgements;
        information = fit.information(new double[fit.parameters.length]).factor();
    }

    /// Fits the strengths of `items` items numbered from 0.
    ///
    /// @throws IllegalArgumentException if there is no finite maximum, which a ridge cures
    public static Strengths fit(int items, List<Judgement> judgements, StrengthOptions options) {
        var stages = Stage.counted(Stage.of(judgements, options.maxTie()), options.raters());
        return new Strengths(new StrengthFit(items, stages, options).run(), List.copyOf(judgements));
    }

    /// Log strength of an item in nats.
    public double theta(int item) {
        return fit.parameters[item];
    }

    /// Log strengths of all items.
    public double[] thetas() {
        return Arrays.copyOf(fit.parameters, fit.items);
    }

    /// ln δ of a tie of `size` items (Davidson's ln ν for 2); negative infinity where no such tie was modelled.
    public double lnTie(int size) {
        return size <= fit.maxTie ? fit.parameters[fit.items + size - 2] : Double.NEGATIVE_INFINITY;
    }

    /// Common bias towards the left in nats, 0 if not fitted.
    public double side() {
        return fit.options.fitSide() ? fit.parameters[fit.parameters.length - 1] : 0;
    }

    /// Log-likelihood in nats, without the priors.
    public double logLikelihood() {
        return fit.logLikelihood;
    }

    /// The linked set the item belongs to; strengths of different sets cannot be compared.
    public int block(int item) {
        return fit.blockOf[item];
    }

    /// Whether answers link the item to any other; if not, its strength is 0 and says nothing.
    public boolean linked(int item) {
        return information.blocks()[fit.blockOf[item]].length > 1;
    }

    /// Posterior variance of an item's strength against the mean of its block: P (H + λI)⁻¹ P.
    public double variance(int item) {
        double[][] covariance = covariance(fit.blockOf[item]);
        int index = indexInBlock(item);
        return covariance[index][index];
    }

    /// Posterior variance of θ a − θ b.
    ///
    /// @throws IllegalArgumentException if no answers link the two
    public double differenceVariance(int a, int b) {
        requireLinked(a, b);
        double[][] covariance = covariance(fit.blockOf[a]);
        int i = indexInBlock(a);
        int j = indexInBlock(b);
        return covariance[i][i] + covariance[j][j] - 2 * covariance[i][j];
    }

    /// Standard error of the common side bias from the curvature, 0 if not fitted.
    public double sideError() {
        return fit.options.fitSide()
                ? Math.sqrt(unitSolution(fit.parameters.length - 1)[fit.parameters.length - 1])
                : 0;
    }

    /// Standard error of ln δ of a tie of `size` items from the curvature.
    public double lnTieError(int size) {
        int place = fit.items + size - 2;
        return Math.sqrt(unitSolution(place)[place]);
    }

    /// Errors that hold when the answers of one cluster (a rater) depend on one another: C (Σ u uᵀ) C with u the
    /// summed scores of a cluster. No small-sample factor.
    ///
    /// @param clusters cluster of each judgement, in the order given to `fit`
    public ClusteredErrors clustered(int[] clusters) {
        return clustered(clusters, () -> {});
    }

    /// The same, for fits of many items and clusters.
    ///
    /// @param meanwhile called before each cluster; what it throws ends the work
    public ClusteredErrors clustered(int[] clusters, Runnable meanwhile) {
        if (clusters.length != judgements.size()) {
            throw new IllegalArgumentException(clusters.length + " clusters for " + judgements.size() + " judgements");
        }
        var stages = new TreeMap<Integer, List<Stage>>();
        for (Stage stage : Stage.of(judgements, fit.options.maxTie())) {
            stages.computeIfAbsent(clusters[stage.judgement()], c -> new ArrayList<>())
                    .add(stage);
        }
        return new ClusteredErrors(
                taker -> stages.values().forEach(cluster -> {
                    meanwhile.run();
                    taker.accept(influence(cluster));
                }),
                fit.parameters.length,
                fit.items);
    }

    private double[] influence(List<Stage> cluster) {
        double[] score = new double[fit.parameters.length];
        cluster.forEach(stage -> fit.addScore(stage, score));
        information.centre(score);
        double[] influence = information.solve(score);
        information.centre(influence);
        return influence;
    }

    private void requireLinked(int a, int b) {
        if (fit.blockOf[a] != fit.blockOf[b]) {
            throw new IllegalArgumentException("no answers link items " + a + " and " + b);
        }
    }

    private double[] unitSolution(int parameter) {
        double[] unit = new double[fit.parameters.length];
        unit[parameter] = 1;
        information.centre(unit);
        double[] solution = information.solve(unit);
        information.centre(solution);
        return solution;
    }

    private double[][] covariance(int block) {
        return covariances.computeIfAbsent(block, b -> centred(information.inverse(b)));
    }

    /// P C P with P = I − 11ᵀ/n, for a symmetric C.
    private static double[][] centred(double[][] matrix) {
        int n = matrix.length;
        double[] means = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            means[i] = Arrays.stream(matrix[i]).sum() / n;
            mean += means[i] / n;
        }
        double[][] centred = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                centred[i][j] = matrix[i][j] - means[i] - means[j] + mean;
            }
        }
        return centred;
    }

    private int indexInBlock(int item) {
        return Arrays.binarySearch(information.blocks()[fit.blockOf[item]], item);
    }
}
