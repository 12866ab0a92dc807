package art.pinhua.registry;

import art.pinhua.platform.jobs.RunningJob;

/// How far a step of a job is that reads or writes many bytes, told in hundredths. People see it go on, and
/// so does the watchdog, which ends a job that falls silent, be its disk ever so slow.
final class ByteProgress {
    private static final int HUNDREDTHS = 100;

    /// As a running job is told.
    interface Teller {
        void tell(long done, long total);
    }

    private final Teller teller;
    private final Runnable goOn;
    private long whole;
    private long done;

    ByteProgress(RunningJob job) {
        this((done, total) -> job.progress(done, total, ""), job::check);
    }

    /// @param goOn called all along; an exception of its ends the work
    ByteProgress(Teller teller, Runnable goOn) {
        this.teller = teller;
        this.goOn = goOn;
    }

    /// Another step, of so many bytes in all.
    void begin(long bytes) {
        whole = bytes;
        done = 0;
    }

    /// So many bytes more are done. It is told before the question whether to go on, which asks the
    /// database as well, and as seldom for both together.
    void add(long bytes) {
        done += bytes;
        if (whole > 0) {
            teller.tell(Math.min(HUNDREDTHS, HUNDREDTHS * done / whole), HUNDREDTHS);
        }
        goOn.run();
    }
}
