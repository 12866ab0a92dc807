package art.pinhua.training.data;

import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// The timesteps that the samples of a batch are seen at. They are spread over the schedule: one from each of as many
/// equal parts as there are samples. Each alone is as likely anywhere as one drawn by itself, but no batch sees only
/// noise or hardly any: gradients vary less (Kingma et al., "Variational Diffusion Models", arXiv 2107.00630,
/// appendix I.1).
public final class Timesteps {
    private Timesteps() {}

    /// @param all timesteps of the schedule
    /// @return one per sample, ascending
    public static int[] spread(long seed, long step, int samples, int all) {
        var timesteps = new int[samples];
        fill(timesteps, 0, samples, 0, all, seed, step);
        return timesteps;
    }

    /// The first half of the samples, or one more, spread over the whole schedule, the others over its middle.
    public static int[] spreadWithMiddle(long seed, long step, int samples, int all, Middle middle) {
        var timesteps = new int[samples];
        int half = (samples + 1) / 2;
        fill(timesteps, 0, half, 0, all, seed, step);
        fill(timesteps, half, samples, middle.low(), middle.high(), seed, step);
        return timesteps;
    }

    /// Where signal and noise are of the same order: there the shape of things is decided, neither how the whole
    /// looks nor its finest lines. It is the middle half of the way from picture to noise, which Esser et al.
    /// prefer ("Scaling Rectified Flow Transformers", arXiv 2403.03206, section 3.1): noise of one to three
    /// quarters, so a signal-to-noise ratio from 9 to 1/9.
    /// @param low  its first timestep
    /// @param high the one after its last
    public record Middle(int low, int high) {
        private static final double MOST_SIGNAL = 9;

        public static Middle of(NoiseSchedule schedule) {
            int all = schedule.timesteps();
            int low = first(all, t -> schedule.snr(t) <= MOST_SIGNAL);
            int high = first(all, t -> schedule.snr(t) < 1 / MOST_SIGNAL);
            return new Middle(Math.min(low, all - 1), Math.max(high, low + 1));
        }

        private static int first(int all, IntPredicate holds) {
            return IntStream.range(0, all).filter(holds).findFirst().orElse(all);
        }
    }

    /// Samples `first` … `end` − 1 get timesteps from `low` to `high` − 1.
    private static void fill(int[] timesteps, int first, int end, int low, int high, long seed, long step) {
        for (int i = first; i < end; i++) {
            double place = (i - first + Counter.unit(seed, Stream.TIMESTEP, step, i)) / (end - first);
            timesteps[i] = low + (int) (place * (high - low));
        }
    }
}
