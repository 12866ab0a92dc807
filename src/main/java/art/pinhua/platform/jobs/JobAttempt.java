package art.pinhua.platform.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One claim of a job, as the database noted it.
///
/// @param worker    the process that claimed the job
/// @param stepsDone how far the job was when the attempt ended
/// @param outcome   null while the attempt works
/// @param message   why it failed
public record JobAttempt(
        int attempt,
        String worker,
        long stepsDone,
        @Nullable Outcome outcome,
        @Nullable String message,
        Instant startedAt,
        @Nullable Instant endedAt) {
    /// ERROR: failed, to be tried again. GIVEN_BACK: its process stopped in order. LOST: its process died.
    /// The others are the job's own ends.
    public enum Outcome {
        DONE,
        FAILED,
        CANCELLED,
        DEAD,
        ERROR,
        GIVEN_BACK,
        LOST
    }
}
