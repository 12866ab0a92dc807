package art.pinhua.training.starter.training;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.generate.OpenDevice;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How many steps each stage takes: as many as its hours allow by measured rates, or, without hours, as many as
/// the size usually needs. In the precision that was asked for, else in the faster one.
///
/// @param bfloat16 whether in bf16; null takes what turns out faster
record StepBudget(Wish wish, StarterSizes sizes, @Nullable Boolean bfloat16) {
    static final int AUTOENCODER_BATCH = 4;
    static final int DENOISER_BATCH = 32;

    /// Windows are cheap and find the colours; whole pictures are what is coded in the end (decision 17).
    private static final double WINDOW_SHARE = .25;

    private static final int AUTOENCODER_REPORTS = 40;
    private static final int DENOISER_REPORTS = 200;
    /// Each takes a minute or two, so that there are seven.
    private static final int CHECKPOINTS_A_SHOW = 3;

    /// A device without products in bf16 is not tried with it: a step alone would take a minute.
    static StepBudget on(ComputeDevice device, Wish wish, StarterSizes sizes) {
        boolean toTry = wish.bfloat16() == null && OpenDevice.hasBfloat16(device);
        return new StepBudget(wish, sizes, toTry ? null : Boolean.valueOf(Boolean.TRUE.equals(wish.bfloat16())));
    }

    /// Measures the autoencoder.
    @FunctionalInterface
    interface AutoencoderPace {
        /// @param window width and height of what it sees, pixels
        Pace of(int window, boolean bfloat16);
    }

    private record Rate(boolean bfloat16, double secondsPerStep) {
        /// @param counted whether its seconds are asked for; the precision alone may be known without a measurement
        static Rate of(@Nullable Boolean asked, boolean counted, Function<Boolean, Pace> pace) {
            if (asked != null) {
                return new Rate(asked, counted ? pace.apply(asked).median() : Double.NaN);
            }
            Pace full = pace.apply(false);
            Pace low = pace.apply(true);
            return low.best() <= full.best() ? new Rate(true, low.median()) : new Rate(false, full.median());
        }

        int steps(double seconds) {
            return (int) Math.max(1, seconds / secondsPerStep);
        }
    }

    /// A window of its first steps is half as wide as a picture.
    /// @param goesOn from an earlier autoencoder, which has no use for windows
    AutoencoderTraining.Plan autoencoder(boolean goesOn, AutoencoderPace pace) {
        int window = sizes.side() / 2;
        if (!wish.trainsAutoencoder()) {
            return new AutoencoderTraining.Plan(1, 1, window, AUTOENCODER_BATCH, false, 1); // never taken
        }
        OptionalDouble seconds = wish.autoencoderSeconds();
        double windowShare = goesOn ? 0 : WINDOW_SHARE;
        Rate whole = Rate.of(bfloat16, seconds.isPresent(), low -> pace.of(sizes.side(), low));
        int windowSteps = 0;
        if (!goesOn) {
            windowSteps = seconds.isEmpty()
                    ? sizes.usual().windows()
                    : Rate.of(whole.bfloat16(), true, low -> pace.of(window, low))
                            .steps(seconds.getAsDouble() * windowShare);
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

    /// @param pace of the denoiser, by whether it computes in bf16
    DenoiserTraining.Plan denoiser(Function<Boolean, Pace> pace) {
        OptionalDouble seconds = wish.denoiserSeconds();
        Rate rate = Rate.of(bfloat16, seconds.isPresent(), pace);
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
