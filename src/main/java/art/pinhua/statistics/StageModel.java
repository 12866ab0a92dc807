package art.pinhua.statistics;

import java.util.Arrays;

/// Probability of one stage and its derivatives.
///
/// A set S is chosen from the items A with probability ∝ exp η(S), where
/// η(S) = slope · mean of θ over S + ln δ of |S| + side · h(S); δ of 1 is 1; h is +½ for the left item of a pair,
/// −½ for the right one, else 0. With two items this is Davidson's model of ties with ν = δ₂, and without ties
/// logit P(left) = slope · (θ left − θ right) + side. η is linear in (θ, ln δ, side), so the log-likelihood is concave.
///
/// Local parameters of a stage are its items in order, then ln δ₂ … ln δ_D, then side.
/// An instance is scratch space for one thread.
final class StageModel {

    private final int maxTie;
    /// E f and the chosen set's f for the local parameters, where η is f · parameters but for the slope.
    double[] expected = {};

    double[] observed = {};
    private double[] probability = {};
    private Alternatives alternatives = Alternatives.of(2, 1);

    StageModel(int maxTie) {
        this.maxTie = maxTie;
    }

    int localSize(Stage stage) {
        return stage.items().length + maxTie;
    }

    /// Log probability of the stage in nats; fills `expected` and `observed`.
    double evaluate(Stage stage, double[] theta, double[] lnDelta, double slope, double side) {
        prepare(stage);
        int count = alternatives.masks.length;
        double highest = Double.NEGATIVE_INFINITY;
        double chosen = Double.NaN;
        for (int a = 0; a < count; a++) {
            int[] members = alternatives.members[a];
            double eta = 0;
            for (int member : members) {
                eta += theta[stage.items()[member]];
            }
            eta = slope * eta / members.length + (members.length > 1 ? lnDelta[members.length - 2] : 0);
            if (stage.sided()) {
                eta += side * sideFeature(alternatives.masks[a]);
            }
            probability[a] = eta;
            highest = Math.max(highest, eta);
            if (alternatives.masks[a] == stage.chosen()) {
                chosen = eta;
                addFeatures(observed, stage, alternatives, a, 1);
            }
        }
        double sum = 0;
        for (int a = 0; a < count; a++) {
            probability[a] = Math.exp(probability[a] - highest);
            sum += probability[a];
        }
        for (int a = 0; a < count; a++) {
            probability[a] /= sum;
            addFeatures(expected, stage, alternatives, a, probability[a]);
        }
        return chosen - highest - Math.log(sum);
    }

    /// Room of the stage's size, all 0. Stages of one size mostly follow one another, and there are millions of them.
    private void prepare(Stage stage) {
        int k = stage.items().length;
        int local = localSize(stage);
        if (expected.length == local) {
            Arrays.fill(expected, 0);
            Arrays.fill(observed, 0);
            return;
        }
        alternatives = Alternatives.of(k, Math.min(maxTie, k));
        probability = new double[alternatives.masks.length];
        expected = new double[local];
        observed = new double[local];
    }

    /// Covariance of the local features under the model, for the stage evaluated last; slope not included.
    double[][] covariance(Stage stage) {
        int k = stage.items().length;
        int local = localSize(stage);
        double[][] covariance = new double[local][local];
        double[] features = new double[local];
        int[] touched = new int[local];
        for (int a = 0; a < alternatives.masks.length; a++) {
            int n = 0;
            int[] members = alternatives.members[a];
            for (int member : members) {
                features[member] = 1.0 / members.length;
                touched[n++] = member;
            }
            if (members.length > 1) {
                features[k + members.length - 2] = 1;
                touched[n++] = k + members.length - 2;
            }
            if (stage.sided() && members.length == 1) {
                features[local - 1] = sideFeature(alternatives.masks[a]);
                touched[n++] = local - 1;
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance[touched[i]][touched[j]] += probability[a] * features[touched[i]] * features[touched[j]];
                }
            }
        }
        for (int i = 0; i < local; i++) {
            for (int j = 0; j < local; j++) {
                covariance[i][j] -= expected[i] * expected[j];
            }
        }
        return covariance;
    }

    private static double sideFeature(long mask) {
        return mask == 1 ? .5 : mask == 2 ? -.5 : 0;
    }

    private static void addFeatures(double[] sums, Stage stage, Alternatives alternatives, int a, double weight) {
        int[] members = alternatives.members[a];
        for (int member : members) {
            sums[member] += weight / members.length;
        }
        if (members.length > 1) {
            sums[stage.items().length + members.length - 2] += weight;
        }
        if (stage.sided()) {
            sums[sums.length - 1] += weight * sideFeature(alternatives.masks[a]);
        }
    }
}
