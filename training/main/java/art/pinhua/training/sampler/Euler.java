package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.noise.Spacing;
import art.pinhua.training.tensor.Tensors;

/// Euler steps along the noise level σ = noise/signal (Karras et al., arXiv 2206.00364, algorithms 1 and 2 without
/// their corrections). In the latents y = x/signal a step is `y' = y + (σ' − σ) ε̂`, ε̂ = (y − x̂₀)/σ.
///
/// The ancestral form goes down further, to `σ↓`, and comes back up to σ' with fresh noise:
/// `σ↑² = σ'² (σ² − σ'²)/σ²`, `σ↓² = σ'² − σ↑²`, hence `σ↓ = σ'²/σ`.
///
/// Pure noise counts as σ = 4096, as in diffusers.
public final class Euler implements Sampler {
    private final Tensors tensors;
    private final ScheduleConfig config;
    private final boolean ancestral;

    public Euler(Tensors tensors, ScheduleConfig config, boolean ancestral) {
        this.tensors = tensors;
        this.config = config;
        this.ancestral = ancestral;
    }

    @Override
    public NDArray sample(Denoiser denoiser, Canvas canvas, StepListener listener) {
        int steps = canvas.steps();
        int first = canvas.first();
        double[] timesteps = timesteps(steps);
        double[] sigmas = sigmas(steps);
        double signalAtStart = Timesteps.signal(sigmas[first]);
        double noiseAtStart = Timesteps.noise(sigmas[first]);
        // the reference scales the noise to the first level only where the spacing reaches the schedule's end
        double alone = config.spacing() == Spacing.LEADING ? 1 : noiseAtStart;
        NDArray latents = canvas.begin(tensors, signalAtStart, noiseAtStart, alone);
        for (int i = first; i < steps; i++) {
            double t = timesteps[i];
            double sigma = sigmas[i];
            double next = sigmas[i + 1];
            double down = ancestral ? next * next / sigma : next;
            double up = ancestral ? next * Math.sqrt(1 - Math.pow(next / sigma, 2)) : 0;

            NDArray x = latents;
            NDArray clean = tensors.scoped(() -> config.prediction()
                    .clean(tensors, x, denoiser.predict(x, t), Timesteps.signal(sigma), Timesteps.noise(sigma)));
            int step = i;
            latents = tensors.scoped(() -> {
                double nextSignal = Timesteps.signal(next);
                NDArray deeper = tensors.mul(x, nextSignal * down * Math.sqrt(1 + 1 / (sigma * sigma)))
                        .add(tensors.mul(clean, nextSignal * (1 - down / sigma)));
                NDArray there = up == 0 ? deeper : deeper.add(fresh(canvas, step, x.getShape(), nextSignal * up));
                return canvas.kept(tensors, there, nextSignal, Timesteps.noise(next));
            });
            listener.stepped(i + 1 - first, steps - first, latents, clean);
        }
        return latents;
    }

    private NDArray fresh(Canvas canvas, int step, Shape shape, double factor) {
        return tensors.mul(canvas.fresh().draw(step, shape), factor);
    }

    /// May be fractions: the noise level is linear between whole timesteps.
    @Override
    public double[] timesteps(int steps) {
        double[] timesteps = Timesteps.spaced(config, steps, false);
        if (!config.karrasSigmas()) {
            return timesteps;
        }
        double[] sigmas = sigmas(steps);
        for (int i = 0; i < steps; i++) {
            timesteps[i] = Timesteps.of(config.schedule(), sigmas[i]);
        }
        return timesteps;
    }

    /// Noise over signal at each timestep, then 0: (steps + 1).
    double[] sigmas(int steps) {
        double[] spaced = Timesteps.sigmas(config.schedule(), Timesteps.spaced(config, steps, false));
        return config.karrasSigmas() ? Timesteps.karras(spaced[0], spaced[steps - 1], steps) : spaced;
    }
}
