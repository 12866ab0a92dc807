package art.pinhua.platform.jobs;

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

    /// Does the work. May be called again after a crash, so it looks first at what is already there.
    ///
    /// Returning means DONE. [JobFailed] means FAILED at once, [JobCancelled] CANCELLED; any other
    /// exception is tried again later, up to [#maxFailures()] times.
    void run(RunningJob job) throws Exception;

    /// Called in the transaction that ends the job, whichever way (also when it is cancelled before it began),
    /// for the slice to move its own row along. An exception here keeps the job from ending.
    default void ended(Job job) {}
}
