package art.pinhua.platform.jobs;

import jakarta.inject.Singleton;

/// Attempts in the hands of a test, for slices whose writes they fence.
@Singleton
public class TestAttempts {
    private final JobRows rows;
    private final JobWishes wishes;

    TestAttempts(JobRows rows, JobWishes wishes) {
        this.rows = rows;
        this.wishes = wishes;
    }

    /// The one under way.
    public RunningJob of(Job job) {
        return new RunningJob(job, rows, wishes, () -> false);
    }
}
