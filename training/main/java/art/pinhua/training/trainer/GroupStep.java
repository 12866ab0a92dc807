package art.pinhua.training.trainer;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.data.NoisyBatch;
import art.pinhua.training.objective.Denoising;
import art.pinhua.training.objective.SafeLoser;
import art.pinhua.training.tensor.Tensors;
import java.util.List;

/// The backward pass of a preference step, or of a part of one. Errors and the loss's slopes are taken
/// in double precision on the heap; then each picture's recorded error, times its slope, carries them to
/// the weights.
final class GroupStep {
    private final Tensors tensors;
    private final Denoising denoising;
    private final double mu;
    private final double anchor;

    /// @param mu     of [SafeLoser], 0 to leave the losers' gradients alone
    /// @param anchor weight of the denoising loss on the best pictures
    GroupStep(Tensors tensors, Denoising denoising, double mu, double anchor) {
        this.tensors = tensors;
        this.denoising = denoising;
        this.mu = mu;
        this.anchor = anchor;
    }

    /// Adds the gradients of a part of a batch. Letters: B its pictures, group after group.
    /// @param tally     takes the part up
    /// @param counts    as [StudyGroup#counts] of the whole batch, for what holds the best pictures
    /// @param noisy     of the part
    /// @param reference errors of the reference, (B)
    /// @param trained   prediction of the network in training, (B, C, H, W), recorded
    /// @param target    what both should have predicted
    void learn(
            PreferenceTally tally,
            BatchPart part,
            float[] counts,
            NoisyBatch noisy,
            double[] reference,
            NDArray trained,
            NDArray target) {
        int samples = part.size();
        float[] predicted = tensors.toFloats(trained);
        tally.add(part, Errors.of(predicted, noisy.target(), samples), reference);
        List<StudyGroup> batch = tally.batch();
        var slopes = new float[samples];
        int first = 0;
        for (int g = part.firstGroup(); g < part.endGroup(); g++) {
            StudyGroup group = batch.get(g);
            double[] pull = tally.pull(g);
            double lambda = factor(group, pull, predicted, noisy.target(), first, samples);
            tally.safeguarded(lambda);
            for (int i = 0; i < pull.length; i++) {
                double safe = pull[i] < 0 ? lambda * pull[i] : pull[i];
                // u falls as the error rises, the loss falls with u
                slopes[first + i] = (float) (tally.beta() / 2 * safe);
            }
            double holding = anchor * denoising.weight(noisy.timesteps()[first]) * counts[g] / batch.size();
            slopes[first + group.best()] += (float) holding;
            first += pull.length;
        }
        NDArray errors = tensors.squaredErrorPerSample(trained, target);
        tensors.backward(errors.mul(tensors.of(slopes, samples)).sum());
    }

    private double factor(StudyGroup group, double[] pull, float[] predicted, float[] target, int first, int samples) {
        if (mu == 0 || pull[group.best()] <= 0) {
            return 1;
        }
        int size = target.length / samples;
        var dots = new double[pull.length];
        for (int i = 0; i < dots.length; i++) {
            dots[i] = Errors.product(predicted, target, first + group.best(), first + i, size);
        }
        return SafeLoser.factor(pull, group.best(), dots, mu);
    }
}
