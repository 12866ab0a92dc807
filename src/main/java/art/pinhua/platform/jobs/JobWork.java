package art.pinhua.platform.jobs;

import java.time.Duration;
import java.util.Optional;

/// One kind of long work. Every CDI bean of this type is known to the workers.
public interface JobWork {
    /// Stable name of the kind, such as `generate-images`.
    String kind();

    default JobLane lane() {
        return JobLane.OTHER;
    }

    /// Attempts that may fail before the job is DEAD.
    default int maxFailures() {
        return 3;
    }

    /// How long it may neither progress nor write; empty: as the setting says.
    default Optional<Duration> patience() {
        return Optional.empty();
    }

    /// Whether it makes files; it waits while the disk is nearly full.
    default boolean makesFiles() {
        return lane() != JobLane.OTHER;
    }

    /// Does the work. May be called again after a crash, so it looks first at what is already there.
    ///
    /// Returning means DONE. [JobFailed] means FAILED at once, [JobCancelled] CANCELLED; any other
    /// exception is tried again later, up to [#maxFailures()] times. [JobWaits], a database that is away and a full
    /// disk are no failures of the job: it waits.
    void run(RunningJob job) throws Exception;

    /// Called before a claimed job ends without [#run], cancelled or DEAD, for work that may have left
    /// something running when its worker died. In no transaction, and it may take its time; an exception
    /// here keeps the job from ending, and its queue comes back to it.
    default void clearAway(Job job) {}

    /// Called in the transaction that ends the job, whichever way (also when it is cancelled before it began),
    /// for the slice to move its own row along. An exception here keeps the job from ending.
    default void ended(Job job) {}
}
