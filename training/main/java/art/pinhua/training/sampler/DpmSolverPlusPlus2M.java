package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.tensor.Tensors;

/// DPM-Solver++ of second order, multistep, midpoint form (Lu et al., arXiv 2211.01095, algorithm 2).
/// With σ = noise/signal, α = 1/√(σ²+1), s = σα, λ = ln(α/s) = −ln σ, h = λ' − λ and m = x̂₀:
/// `x' = (s'/s) x − α'(e^{−h} − 1) D`, `D = m + ½ (m − m_before)/r`, `r = (λ − λ_before)/h`.
/// The first step, and the last, which goes to σ' = 0, take D = m.
public final class DpmSolverPlusPlus2M implements Sampler {
    private static final double KARRAS_RHO = 7;

    private final Tensors tensors;
    private final ScheduleConfig config;

    public DpmSolverPlusPlus2M(Tensors tensors, ScheduleConfig config) {
        this.tensors = tensors;
        this.config = config;
    }

    @Override
    public NDArray sample(Denoiser denoiser, NDArray noise, int steps, StepListener listener) {
        double[] timesteps = timesteps(steps);
        double[] sigmas = sigmas(steps);
        NDArray latents = noise;
        NDArray before = noise; // replaced before it counts
        for (int i = 0; i < steps; i++) {
            double t = timesteps[i];
            double sigma = sigmas[i];
            double next = sigmas[i + 1];
            boolean secondOrder = i > 0 && i + 1 < steps;
            double slope = secondOrder ? 0.5 * Math.log(sigma / next) / Math.log(sigmas[i - 1] / sigma) : 0; // ½/r

            NDArray x = latents;
            NDArray last = before;
            NDArray clean = tensors.scoped(
                    () -> config.prediction().clean(tensors, x, denoiser.predict(x, t), signal(sigma), noise(sigma)));
            latents = tensors.scoped(() -> {
                NDArray aim = slope == 0 ? clean : clean.add(tensors.mul(clean.sub(last), slope));
                return tensors.mul(x, noise(next) / noise(sigma))
                        .add(tensors.mul(aim, signal(next) * (1 - next / sigma)));
            });
            before = clean;
            listener.stepped(i + 1, steps, latents, clean);
        }
        return latents;
    }

    /// @throws IllegalArgumentException when two steps would fall on one timestep
    @Override
    public double[] timesteps(int steps) {
        int all = config.schedule().timesteps();
        if (steps < 1 || steps >= all) {
            throw new IllegalArgumentException("steps must be 1 to " + (all - 1) + ", was " + steps);
        }
        double[] timesteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            int fromClean = steps - i;
            timesteps[i] = config.karrasSigmas()
                    ? Math.rint(timestepOf(karrasSigma(i, steps)))
                    : switch (config.spacing()) {
                        case LEADING -> Math.min(all - 1, fromClean * (all / (steps + 1)) + config.stepsOffset());
                        case LINSPACE -> Math.rint(fromClean * (all - 1.0) / steps);
                        case TRAILING -> Math.rint(all - i * (double) all / steps) - 1;
                    };
        }
        return timesteps;
    }

    /// Noise over signal at each timestep, then 0: (steps + 1).
    double[] sigmas(int steps) {
        double[] timesteps = timesteps(steps);
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = config.karrasSigmas()
                    ? karrasSigma(i, steps)
                    : config.schedule().sigma((int) timesteps[i]);
        }
        return sigmas;
    }

    // ---- Karras et al., arXiv 2206.00364, equation 5

    private double karrasSigma(int i, int steps) {
        NoiseSchedule schedule = config.schedule();
        double max = StrictMath.pow(schedule.sigma(schedule.timesteps() - 1), 1 / KARRAS_RHO);
        double min = StrictMath.pow(schedule.sigma(0), 1 / KARRAS_RHO);
        double share = steps == 1 ? 0 : i / (steps - 1.0);
        return StrictMath.pow(max + share * (min - max), KARRAS_RHO);
    }

    /// The timestep with this noise level, interpolated in ln σ.
    private double timestepOf(double sigma) {
        NoiseSchedule schedule = config.schedule();
        int low = 0;
        while (low < schedule.timesteps() - 2 && schedule.sigma(low + 1) <= sigma) {
            low++;
        }
        double below = Math.log(schedule.sigma(low));
        double share = (Math.log(sigma) - below) / (Math.log(schedule.sigma(low + 1)) - below);
        return low + Math.clamp(share, 0, 1);
    }

    // ---- also right for σ = 0 and σ = ∞

    private static double signal(double sigma) {
        return 1 / Math.sqrt(sigma * sigma + 1);
    }

    private static double noise(double sigma) {
        return 1 / Math.sqrt(1 / (sigma * sigma) + 1);
    }
}
