package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.tensor.Tensors;

/// Denoising diffusion implicit models without added noise (Song et al., arXiv 2010.02502, equation 12 with σ
/// = 0): `x' = √ᾱ' x̂₀ + √(1−ᾱ') ε̂`, written in x and x̂₀ since ε̂ = (x − √ᾱ x̂₀)/√(1−ᾱ).
///
/// As in diffusers a step leads a whole stride down, wherever the spacing has the next one begin: where
/// the steps do not divide the schedule, the two are not quite the same.
public final class Ddim implements Sampler {
    private final Tensors tensors;
    private final ScheduleConfig config;

    public Ddim(Tensors tensors, ScheduleConfig config) {
        this.tensors = tensors;
        this.config = config;
    }

    @Override
    public NDArray sample(Denoiser denoiser, Canvas canvas, StepListener listener) {
        NoiseSchedule schedule = config.schedule();
        int steps = canvas.steps();
        int first = canvas.first();
        double[] timesteps = timesteps(steps);
        int[] targets = Timesteps.targets(config, timesteps);
        int start = (int) timesteps[first];
        NDArray latents = canvas.begin(tensors, schedule.signal(start), schedule.noise(start), 1);
        for (int i = first; i < steps; i++) {
            int t = (int) timesteps[i];
            boolean last = i + 1 == steps;
            double signal = schedule.signal(t);
            double sigma = schedule.noise(t);
            double nextAlphaBar = Timesteps.alphaBar(config, targets[i]);
            double nextSignal = Math.sqrt(nextAlphaBar);
            double nextSigma = Math.sqrt(1 - nextAlphaBar);
            int next = last ? -1 : (int) timesteps[i + 1];

            NDArray x = latents;
            NDArray clean =
                    tensors.scoped(() -> config.prediction().clean(tensors, x, denoiser.predict(x, t), signal, sigma));
            latents = tensors.scoped(() -> canvas.kept(
                    tensors,
                    tensors.mul(x, nextSigma / sigma).add(tensors.mul(clean, nextSignal - signal * nextSigma / sigma)),
                    last ? 1 : schedule.signal(next),
                    last ? 0 : schedule.noise(next)));
            listener.stepped(i + 1 - first, steps - first, latents, clean);
        }
        return latents;
    }

    @Override
    public double[] timesteps(int steps) {
        return Timesteps.spaced(config, steps, true);
    }
}
