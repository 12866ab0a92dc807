package art.pinhua.training.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Tells how far a long measurement is: the name of each stage, then now and then its pictures, their rate and the time
/// left.
final class Stages {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final Consumer<String> listener;
    private final LongSupplier clock;
    private String stage = "";
    private int pictures;
    private int done;
    private long began;
    private long told;

    /// @param clock nanoseconds
    Stages(Consumer<String> listener, LongSupplier clock) {
        this.listener = listener;
        this.clock = clock;
    }

    /// @param pictures how many the stage takes; 0 if that is not known
    void begin(String stage, int pictures) {
        this.stage = stage;
        this.pictures = pictures;
        done = 0;
        began = clock.getAsLong();
        told = began;
        listener.accept(pictures == 0 ? stage : "%s: %d pictures".formatted(stage, pictures));
    }

    void done(int more) {
        done += more;
        long now = clock.getAsLong();
        if (now - told < PAUSE) {
            return;
        }
        told = now;
        double rate = done / ((now - began) / 1e9);
        long left = Math.round(Math.max(0, pictures - done) / rate);
        listener.accept(
                pictures == 0
                        ? String.format(Locale.ROOT, "%s: %d, %.2f pictures/s", stage, done, rate)
                        : String.format(
                                Locale.ROOT,
                                "%s: %d of %d (%.0f %%), %.2f pictures/s, %d:%02d left",
                                stage,
                                done,
                                pictures,
                                100.0 * done / pictures,
                                rate,
                                left / 60,
                                left % 60));
    }
}
