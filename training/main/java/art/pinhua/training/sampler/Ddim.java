package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.tensor.Tensors;

/// Denoising diffusion implicit models without added noise (Song et al., arXiv 2010.02502, equation 12 with σ
/// = 0): `x' = √ᾱ' x̂₀ + √(1−ᾱ') ε̂`, written in x and x̂₀ since ε̂ = (x − √ᾱ x̂₀)/√(1−ᾱ).
public final class Ddim implements Sampler {
    private final Tensors tensors;
    private final ScheduleConfig config;

    public Ddim(Tensors tensors, ScheduleConfig config) {
        this.tensors = tensors;
        this.config = config;
    }

    @Override
    public NDArray sample(Denoiser denoiser, NDArray noise, int steps, StepListener listener) {
        double[] timesteps = timesteps(steps);
        NDArray latents = noise;
        for (int i = 0; i < steps; i++) {
            int t = (int) timesteps[i];
            double signal = config.schedule().signal(t);
            double sigma = config.schedule().noise(t);
            double nextAlphaBar = i + 1 < steps ? config.schedule().alphaBar((int) timesteps[i + 1]) : finalAlphaBar();
            double nextSignal = Math.sqrt(nextAlphaBar);
            double nextSigma = Math.sqrt(1 - nextAlphaBar);

            NDArray x = latents;
            NDArray clean =
                    tensors.scoped(() -> config.prediction().clean(tensors, x, denoiser.predict(x, t), signal, sigma));
            latents = tensors.scoped(() ->
                    tensors.mul(x, nextSigma / sigma).add(tensors.mul(clean, nextSignal - signal * nextSigma / sigma)));
            listener.stepped(i + 1, steps, latents, clean);
        }
        return latents;
    }

    /// @throws IllegalArgumentException when there are more steps than timesteps
    @Override
    public double[] timesteps(int steps) {
        NoiseSchedule schedule = config.schedule();
        int all = schedule.timesteps();
        if (steps < 1 || steps > all) {
            throw new IllegalArgumentException("steps must be 1 to " + all + ", was " + steps);
        }
        double[] timesteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            int fromClean = steps - 1 - i;
            timesteps[i] = switch (config.spacing()) {
                case LEADING -> Math.min(all - 1, fromClean * (all / steps) + config.stepsOffset());
                case LINSPACE -> steps == 1 ? all - 1 : Math.rint(fromClean * (all - 1.0) / (steps - 1));
                case TRAILING -> Math.rint(all - i * (double) all / steps) - 1;
            };
        }
        return timesteps;
    }

    private double finalAlphaBar() {
        return config.endsClean() ? 1 : config.schedule().alphaBar(0);
    }
}
