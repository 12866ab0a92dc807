package art.pinhua.training.data;

import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;

/// Latents with noise added, and what was added: the input and the target of one training step.
/// @param noisy     √ᾱ x + √(1 − ᾱ) ε, the samples one after the other
/// @param noise     ε, the same size
/// @param timesteps one per sample
public record NoisyBatch(float[] noisy, float[] noise, int[] timesteps) {

    /// Own noise and own timestep for each sample.
    /// @param clean the latents of `samples` samples one after the other
    public static NoisyBatch independent(NoiseSchedule schedule, long seed, long step, int samples, float[] clean) {
        return grouped(schedule, seed, step, ones(samples), clean);
    }

    /// One noise and one timestep for all samples of a group: only the pictures differ.
    /// @param groups number of samples of each group
    public static NoisyBatch grouped(NoiseSchedule schedule, long seed, long step, int[] groups, float[] clean) {
        int samples = 0;
        for (int group : groups) {
            samples += group;
        }
        int size = clean.length / samples;
        var drawn = new float[groups.length * size];
        Counter.gaussians(seed, Stream.NOISE, step, drawn);
        var noisy = new float[clean.length];
        var noise = new float[clean.length];
        var timesteps = new int[samples];
        int sample = 0;
        for (int group = 0; group < groups.length; group++) {
            int t = Counter.below(seed, Stream.TIMESTEP, step, group, schedule.timesteps());
            float signal = (float) schedule.signal(t);
            float share = (float) schedule.noise(t);
            for (int member = 0; member < groups[group]; member++, sample++) {
                timesteps[sample] = t;
                int at = sample * size;
                System.arraycopy(drawn, group * size, noise, at, size);
                for (int i = at; i < at + size; i++) {
                    noisy[i] = signal * clean[i] + share * noise[i];
                }
            }
        }
        return new NoisyBatch(noisy, noise, timesteps);
    }

    private static int[] ones(int number) {
        var ones = new int[number];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    /// As the denoiser takes them.
    public float[] timestepsAsFloats() {
        var floats = new float[timesteps.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = timesteps[i];
        }
        return floats;
    }
}
