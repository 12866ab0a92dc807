package art.pinhua.platform.jobs;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One attempt at a job, in the hands of its [JobWork]. Everything it writes is fenced by the attempt's number.
public final class RunningJob {
    /// Rows are read and written at most so often; cancelling is noticed within this time.
    private static final long PERIOD_NANOS = Duration.ofMillis(250).toNanos();

    private final Job job;
    private final JobRows rows;
    private final JobWishes wishes;
    private final BooleanSupplier processStops;
    private long lastContact = System.nanoTime() - PERIOD_NANOS;
    private boolean cancelRequested;
    private volatile long lastSign = System.nanoTime();
    private volatile long lastStep = -1;
    private volatile @Nullable String givenUp;

    RunningJob(Job job, JobRows rows, JobWishes wishes, BooleanSupplier processStops) {
        this.job = job;
        this.rows = rows;
        this.wishes = wishes;
        this.processStops = processStops;
        this.cancelRequested = job.cancelRequested();
    }

    public UUID id() {
        return job.id();
    }

    public UUID subjectId() {
        return job.subjectId();
    }

    public int attempt() {
        return job.attempt();
    }

    /// What was given to [Jobs#submit].
    public <T extends Record> T wish(Class<T> type) {
        return wishes.read(job.payload(), type);
    }

    /// Changes rows in a transaction of its own, if this attempt still owns the job; else nothing happens at all.
    ///
    /// @throws FencedOut when a newer attempt exists
    public void write(Runnable change) {
        write(() -> {
            change.run();
            return true;
        });
    }

    /// Like [#write(Runnable)], with an answer.
    public <T extends @Nullable Object> T write(Supplier<T> change) {
        return QuarkusTransaction.requiringNew().call(() -> {
            rows.lock(job.id(), job.attempt());
            lastSign = System.nanoTime();
            return change.get();
        });
    }

    /// Tells how far the work is; the row takes a few of the calls a second.
    public void progress(long done, long total, String message) {
        if (done != lastStep) { // telling the same again is no progress
            lastStep = done;
            lastSign = System.nanoTime();
        }
        if (due() || done == total) {
            lastContact = System.nanoTime();
            cancelRequested = rows.progress(job.id(), job.attempt(), done, total, message);
        }
    }

    /// To be called often: ends the attempt when somebody cancelled the job, this process stops, or another
    /// worker took over.
    public void check() {
        if (givenUp != null) {
            throw new IllegalStateException(givenUp);
        }
        if (stopping()) {
            throw new JobInterrupted();
        }
        if (cancelRequested()) {
            throw new JobCancelled();
        }
    }

    public boolean cancelRequested() {
        if (!cancelRequested && due()) {
            lastContact = System.nanoTime();
            cancelRequested = rows.cancelRequested(job.id(), job.attempt());
        }
        return cancelRequested;
    }

    /// Whether somebody still waits for the work, to be asked often during a wait that another part bounds,
    /// such as that for a turn: the watchdog takes no such wait for idleness.
    public boolean stillWanted() {
        lastSign = System.nanoTime();
        return !stopping() && !cancelRequested();
    }

    public boolean stopping() {
        return processStops.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    /// How long it has neither progressed nor written.
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastSign);
    }

    /// @return false when that was said before
    boolean giveUp(String reason) {
        if (givenUp != null) {
            return false;
        }
        givenUp = reason;
        return true;
    }

    /// Why the watchdog ended this attempt.
    Optional<String> givenUp() {
        return Optional.ofNullable(givenUp);
    }

    private boolean due() {
        return System.nanoTime() - lastContact >= PERIOD_NANOS;
    }
}
