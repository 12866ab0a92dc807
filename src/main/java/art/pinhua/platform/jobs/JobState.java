package art.pinhua.platform.jobs;

import java.util.Set;

/// READY waits or waits again after a failure; RUNNING has a worker; the others are ends.
/// FAILED: the work says that trying again is useless. DEAD: it failed too often.
public enum JobState {
    READY,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED,
    DEAD;

    public boolean ended() {
        return this != READY && this != RUNNING;
    }

    public Set<JobState> next() {
        return switch (this) {
            case READY -> Set.of(RUNNING, CANCELLED);
            case RUNNING -> Set.of(READY, RUNNING, DONE, FAILED, CANCELLED, DEAD);
            case DONE, FAILED, CANCELLED, DEAD -> Set.of();
        };
    }
}
