package art.pinhua.platform.jobs;

import java.util.UUID;

/// Published by [RunningJob#progress] on the topic of the job's subject.
public record JobProgress(UUID jobId, long stepsDone, long stepsTotal, String message) {}
