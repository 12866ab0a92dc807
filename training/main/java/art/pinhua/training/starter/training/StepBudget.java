package art.pinhua.training.starter.training;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How many steps the hours of each stage allow by measured rates, in the precision that was asked for, else in
/// the faster one.
final class StepBudget {
    static final int AUTOENCODER_BATCH = 4;
    static final int DENOISER_BATCH = 32;

    /// Windows are cheap and find the colours; whole pictures are what is coded in the end (decision 17).
    private static final double WINDOW_SHARE = .25;

    private static final int AUTOENCODER_REPORTS = 40;
    private static final int DENOISER_REPORTS = 200;
    /// Each takes a minute or two, so that there are seven.
    private static final int CHECKPOINTS_A_SHOW = 3;

    private StepBudget() {}

    /// Measures the autoencoder.
    @FunctionalInterface
    interface AutoencoderPace {
        /// @param window width and height of what it sees, pixels
        Pace of(int window, boolean bfloat16);
    }

    private record Rate(boolean bfloat16, double secondsPerStep) {
        static Rate of(@Nullable Boolean asked, Function<Boolean, Pace> pace) {
            if (asked != null) {
                return new Rate(asked, pace.apply(asked).median());
            }
            Pace full = pace.apply(false);
            Pace low = pace.apply(true);
            return low.best() <= full.best() ? new Rate(true, low.median()) : new Rate(false, full.median());
        }

        int steps(double seconds) {
            return (int) Math.max(1, seconds / secondsPerStep);
        }
    }

    /// @param side   of the pictures, pixels; a window of the first steps is half as wide
    /// @param goesOn from an earlier autoencoder, which has no use for windows
    static AutoencoderTraining.Plan autoencoder(Wish wish, int side, boolean goesOn, AutoencoderPace pace) {
        int window = side / 2;
        if (wish.autoencoderShare() == 0 && !wish.decoderOnly()) {
            return new AutoencoderTraining.Plan(1, 1, window, AUTOENCODER_BATCH, false, 1); // never taken
        }
        double seconds = wish.hours() * 3600 * (wish.decoderOnly() ? 1 : wish.autoencoderShare());
        double windowShare = goesOn ? 0 : WINDOW_SHARE;
        Rate whole = Rate.of(wish.bfloat16(), bfloat16 -> pace.of(side, bfloat16));
        int windowSteps = 0;
        if (!goesOn) {
            Rate windows = Rate.of(whole.bfloat16(), bfloat16 -> pace.of(window, bfloat16));
            windowSteps = windows.steps(seconds * windowShare);
        }
        int steps = windowSteps + whole.steps(seconds * (1 - windowShare));
        return new AutoencoderTraining.Plan(
                steps,
                windowSteps,
                window,
                AUTOENCODER_BATCH,
                whole.bfloat16(),
                Math.max(1, steps / AUTOENCODER_REPORTS));
    }

    /// @param pace of the denoiser, by whether it computes in bf16
    static DenoiserTraining.Plan denoiser(Wish wish, Function<Boolean, Pace> pace) {
        Rate rate = Rate.of(wish.bfloat16(), pace);
        int steps = rate.steps(wish.hours() * 3600 * (1 - wish.autoencoderShare()));
        return new DenoiserTraining.Plan(
                steps,
                DENOISER_BATCH,
                rate.bfloat16(),
                Math.max(1, steps / DENOISER_REPORTS),
                CHECKPOINTS_A_SHOW * StarterTraining.checkpointEvery(steps));
    }
}
