package art.pinhua.training.data;

import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.Prediction;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// Latents with noise added, and what the network should say of them: input and target of one training step.
/// @param noisy     √ᾱ x + √(1 − ᾱ) ε, the samples one after the other
/// @param target    ε or the velocity, as the network predicts, the same size
/// @param timesteps one per sample
public record NoisyBatch(float[] noisy, float[] target, int[] timesteps) {

    /// Some of the samples.
    /// @param chosen their places
    public NoisyBatch of(int[] chosen) {
        int size = noisy.length / timesteps.length;
        var some = new NoisyBatch(
                new float[chosen.length * size], new float[chosen.length * size], new int[chosen.length]);
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(noisy, chosen[i] * size, some.noisy, i * size, size);
            System.arraycopy(target, chosen[i] * size, some.target, i * size, size);
            some.timesteps[i] = timesteps[chosen[i]];
        }
        return some;
    }

    /// Own noise for each sample, and the timestep that is given for it.
    /// @param timesteps one per sample
    /// @param clean     the latents of the samples one after the other
    public static NoisyBatch independent(
            NoiseSchedule schedule, Prediction prediction, long seed, long step, int[] timesteps, float[] clean) {
        return filled(schedule, prediction, seed, step, ones(timesteps.length), group -> timesteps[group], clean);
    }

    /// Own noise for each sample and the same timestep for all: what an error at this noise is measured on.
    public static NoisyBatch at(
            NoiseSchedule schedule, Prediction prediction, int timestep, long seed, int samples, float[] clean) {
        return filled(schedule, prediction, seed, 0, ones(samples), group -> timestep, clean);
    }

    /// One noise and one timestep for all samples of a group: only the pictures differ.
    /// @param groups number of samples of each group
    public static NoisyBatch grouped(
            NoiseSchedule schedule, Prediction prediction, long seed, long step, int[] groups, float[] clean) {
        return filled(
                schedule,
                prediction,
                seed,
                step,
                groups,
                group -> Counter.below(seed, Stream.TIMESTEP, step, group, schedule.timesteps()),
                clean);
    }

    /// @param timestep by group
    private static NoisyBatch filled(
            NoiseSchedule schedule,
            Prediction prediction,
            long seed,
            long step,
            int[] groups,
            IntUnaryOperator timestep,
            float[] clean) {
        int samples = 0;
        for (int group : groups) {
            samples += group;
        }
        int size = clean.length / samples;
        var drawn = new float[groups.length * size];
        Counter.gaussians(seed, Stream.NOISE, step, drawn);
        var noisy = new float[clean.length];
        var target = new float[clean.length];
        var timesteps = new int[samples];
        int sample = 0;
        for (int group = 0; group < groups.length; group++) {
            int t = timestep.applyAsInt(group);
            float signal = (float) schedule.signal(t);
            float share = (float) schedule.noise(t);
            for (int member = 0; member < groups[group]; member++, sample++) {
                timesteps[sample] = t;
                int at = sample * size;
                for (int i = 0; i < size; i++) {
                    float noise = drawn[group * size + i];
                    noisy[at + i] = signal * clean[at + i] + share * noise;
                    target[at + i] = prediction.target(clean[at + i], noise, signal, share);
                }
            }
        }
        return new NoisyBatch(noisy, target, timesteps);
    }

    private static int[] ones(int number) {
        var ones = new int[number];
        Arrays.fill(ones, 1);
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
