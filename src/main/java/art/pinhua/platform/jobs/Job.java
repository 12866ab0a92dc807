package art.pinhua.platform.jobs;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A job as its row tells it now.
///
/// @param subjectId what the work is about: a generation, a run; the row of the slice that submitted it
/// @param attempt number of claims so far; the fence of every write
/// @param failures attempts that ended in an exception or with a dead worker
/// @param message last progress text, or why the job ended
/// @param waitReason why it waits; absent while it works, or waits for its turn alone
public record Job(
        UUID id,
        String kind,
        JobLane lane,
        UUID subjectId,
        String payload,
        JobState state,
        int attempt,
        int failures,
        long stepsDone,
        long stepsTotal,
        @Nullable String message,
        @Nullable WaitReason waitReason,
        boolean cancelRequested,
        Instant createdAt,
        @Nullable Instant startedAt,
        Instant updatedAt,
        @Nullable Instant endedAt) {}
