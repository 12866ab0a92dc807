package art.pinhua.platform.jobs;

import java.time.Duration;
import java.util.Locale;

/// A queue with threads of its own: pictures never wait for a training run, small work waits for neither,
/// nor for a campaign that opens, which holds its thread until the last picture is drawn, nor for an
/// import, which holds its own until gigabytes are unpacked and read.
public enum JobLane {
    GENERATE(1),
    TRAIN(1),
    OPEN(2),
    IMPORT(2),
    OTHER(2);

    /// After so many silent heartbeats the worker counts as dead and another one claims the job;
    /// db-scheduler's least.
    public static final int MISSED_HEARTBEATS = 4;

    private final int threads;

    JobLane(int threads) {
        this.threads = threads;
    }

    int threads() {
        return threads;
    }

    Duration heartbeat(JobSettings settings) {
        return this == TRAIN ? settings.trainHeartbeat() : settings.heartbeat();
    }

    String table() {
        return "job_queue_" + name().toLowerCase(Locale.ROOT);
    }
}
