package art.pinhua.training.trainer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A wish to stop after the current step, or the current pass of one that takes long, made by SIGTERM,
/// SIGINT or a caller.
///
/// The process must not end while native code computes: libtorch's statics would be destroyed under it. So the
/// shutdown hook waits until the training thread has said that it is done.
public final class StopRequest {
    private static final long PATIENCE_SECONDS = 120;

    /// Ends a preparation or a step halfway; no failure.
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Stopped() {
            super("stopped as asked");
        }
    }

    private final CountDownLatch finished = new CountDownLatch(1);
    private final BooleanSupplier condition;
    private volatile boolean requested;

    /// One that nobody has made yet.
    public StopRequest() {
        this(() -> false);
    }

    /// One that is made as soon as something is so.
    /// @param condition looked at by the training thread, before each step
    public StopRequest(BooleanSupplier condition) {
        this.condition = condition;
    }

    /// Listens to the signals that end the process.
    public static StopRequest onSignal() {
        var request = new StopRequest();
        Runtime.getRuntime().addShutdownHook(new Thread(request::stopAndWait, "stop-request"));
        return request;
    }

    /// Asks without waiting.
    public void stop() {
        requested = true;
    }

    public boolean isRequested() {
        if (!requested && condition.getAsBoolean()) {
            requested = true;
        }
        return requested;
    }

    /// For work between steps, which keeps what it has done so far, and for steps that take long, which
    /// are taken anew.
    /// @throws Stopped when a stop was asked for
    public void check() {
        if (isRequested()) {
            throw new Stopped();
        }
    }

    /// To be called by the training thread when it no longer uses the engine.
    public void finished() {
        finished.countDown();
    }

    private void stopAndWait() {
        stop();
        try {
            boolean unused = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
