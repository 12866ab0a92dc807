package art.pinhua.training.trainer;

import art.pinhua.training.contract.RunEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Work of a run that is no step: what comes before the first one, or a measurement between two. It may take longer
/// than all steps, so whoever watches the trainer hears of it, about once a second.
final class Preparation {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// Takes what there is to tell.
    interface Teller {
        void tell(RunEvent event) throws IOException;
    }

    private final int step;
    private final int total;
    private final Teller teller;
    private final Runnable between;
    private final LongSupplier nanos;
    private int done;
    private long told;

    /// @param step    steps done
    /// @param total   parts of the work
    /// @param between called after each part; what it throws ends the work
    Preparation(int step, int total, Teller teller, Runnable between) {
        this(step, total, teller, between, System::nanoTime);
    }

    /// As above.
    /// @param nanos a clock
    Preparation(int step, int total, Teller teller, Runnable between, LongSupplier nanos) {
        this.step = step;
        this.total = total;
        this.teller = teller;
        this.between = between;
        this.nanos = nanos;
        told = nanos.getAsLong() - PERIOD_NANOS;
    }

    /// One that nobody watches.
    static Preparation unwatched() {
        return new Preparation(0, 0, event -> {}, () -> {});
    }

    /// Tells before anything can end it, so that the last event has the right step.
    void did(int parts) {
        done = Math.min(total, done + parts);
        if (nanos.getAsLong() - told >= PERIOD_NANOS) {
            told = nanos.getAsLong();
            tell();
        }
        between.run();
    }

    private void tell() {
        try {
            teller.tell(new RunEvent.Preparing(step, done, total));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot tell how far the preparation is", e);
        }
    }
}
