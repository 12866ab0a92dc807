package art.pinhua.generation;

/// QUEUED → RUNNING → DONE, FAILED or CANCELLED. A restarted attempt goes from RUNNING to RUNNING.
public enum GenerationState {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    boolean ended() {
        return this != QUEUED && this != RUNNING;
    }

    boolean mayBecome(GenerationState next) {
        return switch (this) {
            case QUEUED -> next != QUEUED;
            case RUNNING -> next != QUEUED;
            case DONE, FAILED, CANCELLED -> false;
        };
    }
}
