package art.pinhua.training.objective;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.Prediction;
import art.pinhua.training.tensor.Tensors;
import java.util.Arrays;

/// The denoising loss: mean squared error of the prediction, each sample weighed by its timestep.
///
/// min-SNR weights are min(SNR, γ) / SNR for ε and min(SNR, γ) / (SNR + 1) for velocity (Hang et al., arXiv
/// 2303.09556): steps with hardly any noise count less. B is the number of samples.
public final class Denoising {
    private final Tensors tensors;
    private final float[] weights;

    private Denoising(Tensors tensors, float[] weights) {
        this.tensors = tensors;
        this.weights = weights;
    }

    /// Every timestep counts the same.
    public static Denoising plain(Tensors tensors, NoiseSchedule schedule) {
        var weights = new float[schedule.timesteps()];
        Arrays.fill(weights, 1);
        return new Denoising(tensors, weights);
    }

    /// @param gamma largest signal-to-noise ratio that counts in full, 5 in the paper
    public static Denoising minSnr(Tensors tensors, NoiseSchedule schedule, Prediction prediction, double gamma) {
        return clampedSnr(tensors, schedule, prediction, 0, gamma);
    }

    /// The error of the noise-free latents counts clamp(SNR, floor, γ) times: min-SNR with the floor of Salimans and Ho
    /// (arXiv 2202.00512, section 4), so that what is decided in almost pure noise is learnt as well.
    /// @param floor 1 in the paper, 0 for plain min-SNR; not above gamma
    /// @param gamma as for min-SNR
    public static Denoising clampedSnr(
            Tensors tensors, NoiseSchedule schedule, Prediction prediction, double floor, double gamma) {
        if (!(gamma > 0 && floor >= 0 && floor <= gamma)) {
            throw new IllegalArgumentException(
                    "gamma must be positive and floor in 0 to gamma, were " + gamma + " and " + floor);
        }
        var weights = new float[schedule.timesteps()];
        for (int t = 0; t < weights.length; t++) {
            double snr = schedule.snr(t);
            double clamped = Math.clamp(snr, floor, gamma);
            weights[t] = (float) (clamped / (prediction == Prediction.VELOCITY ? snr + 1 : snr));
        }
        return new Denoising(tensors, weights);
    }

    /// Weight of a timestep.
    public float weight(int timestep) {
        return weights[timestep];
    }

    /// @param errors    mean squared error of each sample, (B)
    /// @param timesteps of each sample
    /// @return mean of the weighed errors, ()
    public NDArray loss(NDArray errors, int[] timesteps) {
        var alike = new float[timesteps.length];
        Arrays.fill(alike, 1);
        return loss(errors, timesteps, alike);
    }

    /// As above, of samples that do not count alike.
    /// @param counts how much each sample counts in the mean, 1 for its usual share
    public NDArray loss(NDArray errors, int[] timesteps, float[] counts) {
        var selected = new float[timesteps.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = weights[timesteps[i]] * counts[i];
        }
        return errors.mul(tensors.of(selected, selected.length)).mean();
    }
}
