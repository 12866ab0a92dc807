package art.pinhua.training.trainer;

import art.pinhua.training.objective.GroupPreference;
import java.util.List;

/// The group losses of a batch, and what is worth telling about them. The batch may come in parts.
final class PreferenceTally {
    private final List<StudyGroup> batch;
    private final double beta;
    private final double[][] pulls;
    private double loss;
    private double weights;
    private double margins;
    private int right;
    private int pairs;
    private double winnerErrors;
    private double referenceWinnerErrors;
    private double loserErrors;
    private int losers;
    private double lambdas;

    PreferenceTally(List<StudyGroup> batch, double beta) {
        this.batch = batch;
        this.beta = beta;
        this.pulls = new double[batch.size()][];
        for (StudyGroup group : batch) {
            weights += group.weight();
        }
    }

    /// Takes up the part that follows those before.
    /// @param errors    of the trained network, the part's pictures one after the other
    /// @param reference errors of the reference, likewise
    void add(BatchPart part, double[] errors, double[] reference) {
        int first = 0;
        for (int g = part.firstGroup(); g < part.endGroup(); g++) {
            add(g, errors, reference, first);
            first += batch.get(g).images().size();
        }
    }

    private void add(int g, double[] errors, double[] reference, int first) {
        StudyGroup group = batch.get(g);
        var u = new double[group.images().size()];
        for (int i = 0; i < u.length; i++) {
            u[i] = beta / 2 * (reference[first + i] - errors[first + i]);
            if (i == group.best()) {
                winnerErrors += errors[first + i];
                referenceWinnerErrors += reference[first + i];
            } else {
                loserErrors += errors[first + i];
                losers++;
            }
        }
        GroupPreference.Value value = GroupPreference.of(group.judgement(), u);
        double share = group.weight() / weights;
        loss += share * value.loss();
        pulls[g] = value.slopes();
        for (int i = 0; i < u.length; i++) {
            pulls[g][i] *= -share;
        }
        for (GroupPreference.Pair pair : group.pairs()) {
            double margin = u[pair.first()] - u[pair.second()];
            margins += margin;
            right += margin > 0 ? 1 : 0;
            pairs++;
        }
    }

    /// Minus the slope of the batch's loss by each u of a group.
    double[] pull(int group) {
        return pulls[group];
    }

    List<StudyGroup> batch() {
        return batch;
    }

    double beta() {
        return beta;
    }

    /// Takes up the factor on the gradients of a group's losers.
    void safeguarded(double lambda) {
        lambdas += lambda;
    }

    /// Of the whole batch, when each part has been taken up.
    PreferenceTraining.Measured measured() {
        return new PreferenceTraining.Measured(
                loss,
                pairs == 0 ? 0 : (double) right / pairs,
                pairs == 0 ? 0 : margins / pairs,
                winnerErrors / batch.size(),
                losers == 0 ? 0 : loserErrors / losers,
                referenceWinnerErrors / batch.size(),
                0,
                0,
                beta,
                lambdas / batch.size(),
                0);
    }
}
