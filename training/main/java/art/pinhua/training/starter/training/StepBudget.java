package art.pinhua.training.starter.training;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// How many steps each stage takes: as many as its hours allow by measured rates, or, without hours, as many as
/// the size usually needs. In the precision that was asked for, else in the faster one.
final class StepBudget {
    static final int AUTOENCODER_BATCH = 4;
    static final int DENOISER_BATCH = 32;

    /// Windows are cheap and find the colours; whole pictures are what is coded in the end (decision 17).
    private static final double WINDOW_SHARE = .25;

    private static final int AUTOENCODER_REPORTS = 40;
    private static final int DENOISER_REPORTS = 200;
    /// Each takes a minute or two, so that there are seven.
    private static final int CHECKPOINTS_A_SHOW = 3;

    /// A precision is out of the race when a step takes so many times as long as in the other one.
    private static final double HOPELESS = 3;

    private StepBudget() {}

    /// Measures a network.
    @FunctionalInterface
    interface NetworkPace {
        /// @param hopeless seconds; nobody wants to know more of a step that takes longer
        Pace of(boolean bfloat16, double hopeless);
    }

    /// Measures the autoencoder.
    @FunctionalInterface
    interface AutoencoderPace {
        /// @param window width and height of what it sees, pixels
        Pace of(int window, boolean bfloat16, double hopeless);
    }

    private record Rate(boolean bfloat16, double secondsPerStep) {
        /// @param counted whether its seconds are asked for; the precision alone may be known without a measurement
        static Rate of(@Nullable Boolean asked, boolean counted, NetworkPace pace) {
            if (asked != null) {
                return new Rate(
                        asked,
                        counted ? pace.of(asked, Double.POSITIVE_INFINITY).median() : Double.NaN);
            }
            Pace full = pace.of(false, Double.POSITIVE_INFINITY);
            Pace low = pace.of(true, HOPELESS * full.best());
            return low.best() <= full.best() ? new Rate(true, low.median()) : new Rate(false, full.median());
        }

        int steps(double seconds) {
            return (int) Math.max(1, seconds / secondsPerStep);
        }
    }

    /// @param sizes  a window of the first steps is half as wide as a picture
    /// @param goesOn from an earlier autoencoder, which has no use for windows
    static AutoencoderTraining.Plan autoencoder(Wish wish, StarterSizes sizes, boolean goesOn, AutoencoderPace pace) {
        int window = sizes.side() / 2;
        if (!wish.trainsAutoencoder()) {
            return new AutoencoderTraining.Plan(1, 1, window, AUTOENCODER_BATCH, false, 1); // never taken
        }
        OptionalDouble seconds = wish.autoencoderSeconds();
        double windowShare = goesOn ? 0 : WINDOW_SHARE;
        Rate whole = Rate.of(wish.bfloat16(), seconds.isPresent(), paceOf(pace, sizes.side()));
        int windowSteps = 0;
        if (!goesOn) {
            windowSteps = seconds.isEmpty()
                    ? sizes.usual().windows()
                    : Rate.of(whole.bfloat16(), true, paceOf(pace, window)).steps(seconds.getAsDouble() * windowShare);
        }
        int wholeSteps = seconds.isEmpty()
                ? sizes.usual().wholePictures()
                : whole.steps(seconds.getAsDouble() * (1 - windowShare));
        int steps = windowSteps + wholeSteps;
        return new AutoencoderTraining.Plan(
                steps,
                windowSteps,
                window,
                AUTOENCODER_BATCH,
                whole.bfloat16(),
                Math.max(1, steps / AUTOENCODER_REPORTS));
    }

    private static NetworkPace paceOf(AutoencoderPace pace, int window) {
        return (bfloat16, hopeless) -> pace.of(window, bfloat16, hopeless);
    }

    static DenoiserTraining.Plan denoiser(Wish wish, StarterSizes sizes, NetworkPace pace) {
        OptionalDouble seconds = wish.denoiserSeconds();
        Rate rate = Rate.of(wish.bfloat16(), seconds.isPresent(), pace);
        int steps = seconds.isPresent()
                ? rate.steps(seconds.getAsDouble())
                : sizes.usual().denoiser();
        return new DenoiserTraining.Plan(
                steps,
                DENOISER_BATCH,
                rate.bfloat16(),
                Math.max(1, steps / DENOISER_REPORTS),
                CHECKPOINTS_A_SHOW * StarterTraining.checkpointEvery(steps));
    }
}
