package art.pinhua.training.data;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;

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

    /// The first half of the samples, or one more, spread over the whole schedule, the others over its middle half:
    /// there the shape of things is decided, neither how the whole looks nor its finest lines (as Esser et al.,
    /// "Scaling Rectified Flow Transformers", arXiv 2403.03206, section 3.1, prefer the middle).
    /// @param all timesteps of the schedule
    public static int[] spreadWithMiddle(long seed, long step, int samples, int all) {
        var timesteps = new int[samples];
        int half = (samples + 1) / 2;
        fill(timesteps, 0, half, 0, all, seed, step);
        fill(timesteps, half, samples, all / 4, all - all / 4, seed, step);
        return timesteps;
    }

    /// Samples `first` … `end` − 1 get timesteps from `low` to `high` − 1.
    private static void fill(int[] timesteps, int first, int end, int low, int high, long seed, long step) {
        for (int i = first; i < end; i++) {
            double place = (i - first + Counter.unit(seed, Stream.TIMESTEP, step, i)) / (end - first);
            timesteps[i] = low + (int) (place * (high - low));
        }
    }
}
