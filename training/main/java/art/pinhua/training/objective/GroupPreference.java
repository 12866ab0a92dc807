package art.pinhua.training.objective;

import java.util.List;

/// The preference loss over a group of pictures of one prompt, and its derivative.
///
/// `s_i = reference_i − error_i` is how much better the trained network denoises picture i than the reference does,
/// `u_i = (β/2) s_i`. All of the network's influence goes through these few numbers, so value and derivative are
/// computed here in double precision; the tensor engine only carries the derivative on to the weights.
///
/// An order is judged by the Plackett-Luce model (Diffusion-LPO, arXiv 2510.01540); with two pictures that is
/// Diffusion-DPO (Wallace et al., arXiv 2311.12908, with β as in SalesforceAIResearch/DiffusionDPO `train.py`). With an
/// untrained adapter the loss is ln K!.
public final class GroupPreference {
    /// What people said about the pictures of a group.
    public sealed interface Judgement {
        /// The pictures from best to worst, in their order.
        /// @param pictures at least 2
        record Order(int pictures) implements Judgement {
            public Order {
                if (pictures < 2) {
                    throw new IllegalArgumentException("An order needs two pictures, got " + pictures);
                }
            }
        }

        /// Pairs with the probability that the first is preferred.
        record Soft(int pictures, List<Pair> pairs) implements Judgement {
            public Soft {
                pairs = List.copyOf(pairs);
                if (pairs.isEmpty()) {
                    throw new IllegalArgumentException("A soft judgement needs a pair");
                }
            }
        }

        int pictures();
    }

    /// @param p      probability that people prefer `first` to `second`
    /// @param weight positive
    public record Pair(int first, int second, double p, double weight) {}

    /// @param loss   nats
    /// @param slopes ∂ loss / ∂ u_i
    @SuppressWarnings("ArrayRecordComponent") // numbers, handed on and never compared
    public record Value(double loss, double[] slopes) {}

    private GroupPreference() {}

    /// @param u one per picture
    public static Value of(Judgement judgement, double[] u) {
        if (u.length != judgement.pictures()) {
            throw new IllegalArgumentException(
                    "%d numbers for a group of %d pictures".formatted(u.length, judgement.pictures()));
        }
        return switch (judgement) {
            case Judgement.Order order -> ofOrder(u, order.pictures() - 1);
            case Judgement.Soft soft -> ofPairs(u, soft.pairs());
        };
    }

    /// `− Σ_{k < stages} [u_k − log Σ_{j ≥ k} exp u_j]`.
    /// @param u      from best to worst
    /// @param stages choices that were made: 1 for "best of all", one less than the pictures for a whole order
    public static Value ofOrder(double[] u, int stages) {
        var slopes = new double[u.length];
        double loss = 0;
        for (int k = 0; k < stages; k++) {
            double normaliser = logSumExp(u, k);
            loss += normaliser - u[k];
            slopes[k] -= 1;
            for (int j = k; j < u.length; j++) {
                slopes[j] += Math.exp(u[j] - normaliser);
            }
        }
        return new Value(loss, slopes);
    }

    /// `Σ w [−p log σ(d) − (1 − p) log σ(−d)] / Σ w` with d the difference of a pair.
    private static Value ofPairs(double[] u, List<Pair> pairs) {
        var slopes = new double[u.length];
        double loss = 0;
        double all = 0;
        for (Pair pair : pairs) {
            all += pair.weight();
        }
        for (Pair pair : pairs) {
            double share = pair.weight() / all;
            double difference = u[pair.first()] - u[pair.second()];
            loss += share * (pair.p() * softPlus(-difference) + (1 - pair.p()) * softPlus(difference));
            double slope = share * (logistic(difference) - pair.p());
            slopes[pair.first()] += slope;
            slopes[pair.second()] -= slope;
        }
        return new Value(loss, slopes);
    }

    private static double logSumExp(double[] u, int from) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = from; j < u.length; j++) {
            largest = Math.max(largest, u[j]);
        }
        double sum = 0;
        for (int j = from; j < u.length; j++) {
            sum += Math.exp(u[j] - largest);
        }
        return largest + Math.log(sum);
    }

    private static double softPlus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
