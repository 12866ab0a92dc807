package art.pinhua.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Decides whether weighing raters pays: weighing often predicts experts no better than counting everybody alike,
/// so the rater model is used only where held-out answers of experts are predicted at least as well.
public final class RaterTrust {

    private static final int FOLDS = 5;
    private static final double TOLERANCE = .001;

    /// What was decided, and on which numbers.
    ///
    /// @param weighed      whether the slopes of the rater model are used
    /// @param pooledLoss   mean log-loss in nats per held-out expert answer, all raters alike; NaN without experts
    /// @param weighedLoss  the same with slopes
    /// @param heldOut      how many expert judgements were held out, over all folds
    public record Decision(boolean weighed, double pooledLoss, double weighedLoss, int heldOut, RaterTraits raters) {}

    /// Hears how far the decision is.
    public interface Listener {
        /// Told again and again, also within a fit; what it throws ends the decision.
        ///
        /// @param done fits of the rater model that are done, of `total`
        void told(int done, int total);
    }

    private final int items;
    private final List<Judgement> judgements;
    private final boolean[] experts;
    private final RaterPriors priors;
    private final Listener listener;
    private final int total;
    private int done;

    private RaterTrust(
            int items, List<Judgement> judgements, boolean[] experts, RaterPriors priors, Listener listener) {
        this.items = items;
        this.judgements = judgements;
        this.experts = experts;
        this.priors = priors;
        this.listener = listener;
        total = judgements.stream().anyMatch(j -> experts[j.rater()]) ? 2 * FOLDS + 1 : 1;
    }

    /// Without any answer of an expert there is no scale to weigh by, so all raters count alike.
    /// Judgement i is held out in fold i mod 5.
    public static Decision decide(int items, List<Judgement> judgements, boolean[] experts, RaterPriors priors) {
        return decide(items, judgements, experts, priors, (done, total) -> {});
    }

    /// The same, which takes minutes for some hundred thousand judgements: somebody hears how far it is.
    public static Decision decide(
            int items, List<Judgement> judgements, boolean[] experts, RaterPriors priors, Listener listener) {
        return new RaterTrust(items, judgements, experts, priors, listener).decide();
    }

    private Decision decide() {
        double pooled = 0;
        double weighed = 0;
        int heldOut = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Judgement> kept = new ArrayList<>();
            List<Judgement> held = new ArrayList<>();
            for (int i = 0; i < judgements.size(); i++) {
                boolean out = experts[judgements.get(i).rater()] && i % FOLDS == fold;
                (out ? held : kept).add(judgements.get(i));
            }
            if (held.isEmpty() || kept.isEmpty()) {
                continue;
            }
            heldOut += held.size();
            weighed += loss(fit(kept, experts), held);
            pooled += loss(fit(kept, everybody()), held);
        }
        if (heldOut == 0) {
            var alike = fit(judgements, everybody());
            return new Decision(false, Double.NaN, Double.NaN, 0, alike.raters());
        }
        pooled /= heldOut;
        weighed /= heldOut;
        boolean pays = weighed <= pooled + TOLERANCE;
        done = total - 1; // small sets skip folds
        var fit = fit(judgements, pays ? experts : everybody());
        return new Decision(pays, pooled, weighed, heldOut, fit.raters());
    }

    private RaterModel.Fit fit(List<Judgement> from, boolean[] fixed) {
        var fit = RaterModel.fit(items, from, fixed, priors, () -> listener.told(done, total));
        done++;
        return fit;
    }

    private boolean[] everybody() {
        boolean[] all = new boolean[experts.length];
        Arrays.fill(all, true);
        return all;
    }

    private static double loss(RaterModel.Fit fit, List<Judgement> held) {
        int maxTie = fit.lnTies().length + 1;
        var model = new StageModel(maxTie);
        double loss = 0;
        for (Stage stage : Stage.of(held, maxTie)) {
            double side = fit.raters().sides()[stage.rater()];
            loss -= model.evaluate(stage, fit.thetas(), fit.lnTies(), 1, side);
        }
        return loss;
    }
}
