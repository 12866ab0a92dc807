package art.pinhua.training.noise;

/// How much of the image is left at each timestep of a variance-preserving process (Ho et al., arXiv 2006.11239):
/// `x_t = √ᾱ_t x₀ + √(1 − ᾱ_t) ε`. Timesteps run from 0 (almost clean) to `timesteps() − 1` (almost noise).
public final class NoiseSchedule {
    private final double[] alphaBar;

    private NoiseSchedule(double[] alphaBar) {
        this.alphaBar = alphaBar;
    }

    /// β rises with its square root linear in t, as in Stable Diffusion.
    public static NoiseSchedule scaledLinear(double betaStart, double betaEnd, int timesteps) {
        return rising(Math.sqrt(betaStart), Math.sqrt(betaEnd), 2, timesteps);
    }

    /// β rises linearly in t.
    public static NoiseSchedule linear(double betaStart, double betaEnd, int timesteps) {
        return rising(betaStart, betaEnd, 1, timesteps);
    }

    private static NoiseSchedule rising(double start, double end, int power, int timesteps) {
        if (!(start > 0 && end > start && end < 1)) {
            throw new IllegalArgumentException("beta must rise within (0, 1), was " + start + " to " + end);
        }
        if (timesteps < 2) {
            throw new IllegalArgumentException("timesteps must be at least 2, was " + timesteps);
        }
        double[] alphaBar = new double[timesteps];
        double product = 1;
        for (int t = 0; t < timesteps; t++) {
            double root = start + (end - start) * t / (timesteps - 1);
            product *= 1 - StrictMath.pow(root, power);
            alphaBar[t] = product;
        }
        return new NoiseSchedule(alphaBar);
    }

    /// The same shifted and scaled in √ᾱ so that the last timestep is pure noise (Lin et al., arXiv 2305.08891).
    public NoiseSchedule withZeroTerminalSnr() {
        double first = Math.sqrt(alphaBar[0]);
        double last = Math.sqrt(alphaBar[alphaBar.length - 1]);
        double[] rescaled = new double[alphaBar.length];
        for (int t = 0; t < rescaled.length; t++) {
            double root = (Math.sqrt(alphaBar[t]) - last) * first / (first - last);
            rescaled[t] = root * root;
        }
        return new NoiseSchedule(rescaled);
    }

    public int timesteps() {
        return alphaBar.length;
    }

    /// Whether nothing of the image is left at the last timestep.
    public boolean endsInNoise() {
        return alphaBar[alphaBar.length - 1] == 0;
    }

    /// ᾱ_t, share of the image in the variance.
    public double alphaBar(int t) {
        return alphaBar[t];
    }

    /// Factor of the image in x_t, √ᾱ_t.
    public double signal(int t) {
        return Math.sqrt(alphaBar[t]);
    }

    /// Factor of the noise in x_t, √(1 − ᾱ_t).
    public double noise(int t) {
        return Math.sqrt(1 - alphaBar[t]);
    }

    /// Noise over signal, √((1 − ᾱ_t)/ᾱ_t); infinite where nothing of the image is left.
    public double sigma(int t) {
        return Math.sqrt((1 - alphaBar[t]) / alphaBar[t]);
    }

    /// Signal-to-noise ratio of the variances, ᾱ_t/(1 − ᾱ_t).
    public double snr(int t) {
        return alphaBar[t] / (1 - alphaBar[t]);
    }
}
