package art.pinhua.training.sampler;

import static art.pinhua.training.sampler.Timesteps.noise;
import static art.pinhua.training.sampler.Timesteps.signal;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.tensor.Tensors;
import java.util.Locale;

/// DPM-Solver++ of second order, multistep, midpoint form (Lu et al., arXiv 2211.01095, algorithm 2).
/// With σ = noise/signal, α = 1/√(σ²+1), s = σα, λ = ln(α/s) = −ln σ, h = λ' − λ and m = x̂₀:
/// `x' = (s'/s) x − α'(e^{−h} − 1) D`, `D = m + ½ (m − m_before)/r`, `r = (λ − λ_before)/h`.
/// The first step, and the last, which goes to σ' = 0, take D = m. Pure noise counts as σ = 4096, as
/// in diffusers.
public final class DpmSolverPlusPlus2M implements Sampler {
    private final Tensors tensors;
    private final ScheduleConfig config;

    public DpmSolverPlusPlus2M(Tensors tensors, ScheduleConfig config) {
        this.tensors = tensors;
        this.config = config;
    }

    @Override
    public NDArray sample(Denoiser denoiser, Canvas canvas, StepListener listener) {
        int steps = canvas.steps();
        int first = canvas.first();
        double[] timesteps = timesteps(steps);
        double[] sigmas = sigmas(steps);
        NDArray latents = canvas.begin(tensors, signal(sigmas[first]), noise(sigmas[first]), 1);
        NDArray before = latents; // replaced before it counts
        for (int i = first; i < steps; i++) {
            double t = timesteps[i];
            double sigma = sigmas[i];
            double next = sigmas[i + 1];
            boolean secondOrder = i > first && i + 1 < steps;
            double slope = secondOrder ? 0.5 * Math.log(sigma / next) / Math.log(sigmas[i - 1] / sigma) : 0; // ½/r

            NDArray x = latents;
            NDArray last = before;
            NDArray clean = tensors.scoped(
                    () -> config.prediction().clean(tensors, x, denoiser.predict(x, t), signal(sigma), noise(sigma)));
            latents = tensors.scoped(() -> {
                NDArray aim = slope == 0 ? clean : clean.add(tensors.mul(clean.sub(last), slope));
                NDArray there = tensors.mul(x, noise(next) / noise(sigma))
                        .add(tensors.mul(aim, signal(next) * (1 - next / sigma)));
                return canvas.kept(tensors, there, signal(next), noise(next));
            });
            before = clean;
            listener.stepped(i + 1 - first, steps - first, latents, clean);
        }
        return latents;
    }

    /// @throws IllegalArgumentException when two steps would fall on one timestep
    @Override
    public double[] timesteps(int steps) {
        int all = config.schedule().timesteps();
        Timesteps.requireSteps(steps, all - 1);
        double[] sigmas = config.karrasSigmas() ? sigmas(steps) : new double[0];
        double[] timesteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            int fromClean = steps - i;
            timesteps[i] = config.karrasSigmas()
                    ? Math.rint(Timesteps.of(config.schedule(), sigmas[i]))
                    : switch (config.spacing()) {
                        case LEADING -> Math.min(all - 1, fromClean * (all / (steps + 1)) + config.stepsOffset());
                        case LINSPACE -> Math.rint(fromClean * (all - 1.0) / steps);
                        case TRAILING -> Math.rint(all - i * (double) all / steps) - 1;
                    };
        }
        if (!config.karrasSigmas() && steps > 1 && timesteps[0] == timesteps[1]) {
            throw new IllegalArgumentException(
                    "steps must be fewer: %d of %s spacing with an offset of %d fall together at the noisy end"
                            .formatted(steps, config.spacing().name().toLowerCase(Locale.ROOT), config.stepsOffset()));
        }
        return timesteps;
    }

    /// Noise over signal at each timestep, then 0: (steps + 1).
    double[] sigmas(int steps) {
        NoiseSchedule schedule = config.schedule();
        return config.karrasSigmas()
                ? Timesteps.karras(Timesteps.sigma(schedule, schedule.timesteps() - 1), schedule.sigma(0), steps)
                : Timesteps.sigmas(schedule, timesteps(steps));
    }
}
