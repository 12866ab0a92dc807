package art.pinhua.training.sampler;

import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.noise.Spacing;

/// Where in the schedule the steps of a run lie, and how noisy it is there.
final class Timesteps {
    private static final double KARRAS_RHO = 7;

    /// σ of pure noise, which would be infinite: as in diffusers, ᾱ = 2^-24.
    private static final double PURE_NOISE = Math.sqrt(0x1p24 - 1);

    /// Karras et al. begin there; from pure noise most steps would lie above it.
    private static final double KARRAS_MAX = 80;

    private Timesteps() {}

    /// Timesteps that follow the configured spacing, noisiest first.
    /// @param whole whether they are rounded, where the spacing has fractions
    /// @throws IllegalArgumentException when there are more steps than timesteps
    static double[] spaced(ScheduleConfig config, int steps, boolean whole) {
        int all = config.schedule().timesteps();
        requireSteps(steps, all);
        double[] timesteps = new double[steps];
        for (int i = 0; i < steps; i++) {
            int fromClean = steps - 1 - i;
            timesteps[i] = switch (config.spacing()) {
                case LEADING -> Math.min(all - 1, fromClean * (all / steps) + config.stepsOffset());
                case LINSPACE -> {
                    double exact = steps == 1 ? all - 1 : fromClean * (all - 1.0) / (steps - 1);
                    yield whole ? Math.rint(exact) : exact;
                }
                case TRAILING -> Math.rint(all - i * (double) all / steps) - 1;
            };
        }
        return timesteps;
    }

    static void requireSteps(int steps, int most) {
        if (steps < 1 || steps > most) {
            throw new IllegalArgumentException("steps must be 1 to " + most + ", was " + steps);
        }
    }

    // ---- ᾱ, for DDIM and PNDM

    /// The timestep that each step leads to: a whole stride down, as in diffusers, which need not be
    /// where the next step is done. Below 0 where that is beyond the clean end.
    /// @param timesteps as [#spaced] gives them, whole
    static int[] targets(ScheduleConfig config, double[] timesteps) {
        int[] targets = new int[timesteps.length];
        for (int i = 0; i < targets.length; i++) {
            // of leading spacing the next is a stride away, unless the offset pushed both against the noisy end
            boolean next = config.spacing() == Spacing.LEADING && i + 1 < targets.length;
            targets[i] = next ? (int) timesteps[i + 1] : (int) timesteps[i] - stride(config, timesteps.length);
        }
        return targets;
    }

    /// Timesteps from one step of DDIM or PNDM to where it leads.
    static int stride(ScheduleConfig config, int steps) {
        return config.schedule().timesteps() / steps;
    }

    /// ᾱ where a step leads to, see [#targets].
    static double alphaBar(ScheduleConfig config, int target) {
        if (target >= 0) {
            return config.schedule().alphaBar(target);
        }
        return config.endsClean() ? 1 : config.schedule().alphaBar(0);
    }

    // ---- σ, for the others

    /// Noise over signal at each timestep, then 0: (steps + 1).
    static double[] sigmas(NoiseSchedule schedule, double[] timesteps) {
        double[] sigmas = new double[timesteps.length + 1];
        for (int i = 0; i < timesteps.length; i++) {
            sigmas[i] = sigma(schedule, timesteps[i]);
        }
        return sigmas;
    }

    /// Noise over signal, linear between whole timesteps; always finite.
    static double sigma(NoiseSchedule schedule, double timestep) {
        int low = (int) timestep;
        double share = timestep - low;
        double below = sigmaOfWhole(schedule, low);
        return share == 0 ? below : below + share * (sigmaOfWhole(schedule, low + 1) - below);
    }

    private static double sigmaOfWhole(NoiseSchedule schedule, int timestep) {
        return schedule.alphaBar(timestep) == 0 ? PURE_NOISE : schedule.sigma(timestep);
    }

    // ---- Karras et al., arXiv 2206.00364, equation 5

    /// Noise levels even in their seventh root, then 0: (steps + 1). Where the highest is pure noise, the
    /// run starts there and goes on from σ = 80.
    static double[] karras(double highest, double lowest, int steps) {
        double[] sigmas = new double[steps + 1];
        double max = StrictMath.pow(highest == PURE_NOISE ? KARRAS_MAX : highest, 1 / KARRAS_RHO);
        double min = StrictMath.pow(lowest, 1 / KARRAS_RHO);
        for (int i = 0; i < steps; i++) {
            double share = steps == 1 ? 0 : i / (steps - 1.0);
            sigmas[i] = StrictMath.pow(max + share * (min - max), KARRAS_RHO);
        }
        sigmas[0] = highest;
        return sigmas;
    }

    /// The timestep with this noise level, interpolated in ln σ.
    static double of(NoiseSchedule schedule, double sigma) {
        int last = schedule.timesteps() - 1;
        int low = 0;
        while (low < last - 1 && sigmaOfWhole(schedule, low + 1) <= sigma) {
            low++;
        }
        if (sigma >= sigmaOfWhole(schedule, last)) {
            return last;
        }
        double below = Math.log(sigmaOfWhole(schedule, low));
        double above = Math.log(sigmaOfWhole(schedule, low + 1));
        return low + Math.clamp((Math.log(sigma) - below) / (above - below), 0, 1);
    }

    // ---- factors of a level; also right for σ = 0

    static double signal(double sigma) {
        return 1 / Math.sqrt(sigma * sigma + 1);
    }

    static double noise(double sigma) {
        return 1 / Math.sqrt(1 / (sigma * sigma) + 1);
    }
}
