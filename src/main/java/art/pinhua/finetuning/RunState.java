package art.pinhua.finetuning;

import java.util.Map;
import java.util.Set;

/// QUEUED → RUNNING → DONE, FAILED or CANCELLED. What failed or was cancelled may be taken up again.
public enum RunState {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    private static final Map<RunState, Set<RunState>> NEXT = Map.of(
            QUEUED, Set.of(RUNNING, FAILED, CANCELLED),
            RUNNING, Set.of(RUNNING, DONE, FAILED, CANCELLED),
            DONE, Set.of(),
            FAILED, Set.of(QUEUED),
            CANCELLED, Set.of(QUEUED));

    boolean mayBecome(RunState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}
