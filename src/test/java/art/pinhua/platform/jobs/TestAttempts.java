package art.pinhua.platform.jobs;

import jakarta.inject.Singleton;
import java.util.UUID;

/// Attempts in the hands of a test, for slices whose writes they fence.
@Singleton
public class TestAttempts {
    private final JobRows rows;
    private final JobWishes wishes;
    private final JobWorks works;
    private final JobAttempts attempts;

    TestAttempts(JobRows rows, JobWishes wishes, JobWorks works, JobAttempts attempts) {
        this.rows = rows;
        this.wishes = wishes;
        this.works = works;
        this.attempts = attempts;
    }

    /// The one under way.
    public RunningJob of(Job job) {
        return new RunningJob(job, rows, wishes, () -> false);
    }

    /// A job that runs, of a worker that died. It is in no queue, so that only [#takeOver] goes on with it.
    public Job lost(String kind, UUID subjectId) {
        var job = rows.insert(UUID.randomUUID(), kind, works.named(kind).lane(), subjectId, JobWishes.NONE)
                .orElseThrow();
        return rows.claim(job.id(), "died").orElseThrow();
    }

    /// Another worker claims it.
    public void takeOver(Job job) {
        attempts.attempt(job.id(), () -> false);
    }
}
