package art.pinhua.platform.jobs;

/// Why a job waits longer than for its turn. Each goes on by itself.
public enum WaitReason {
    /// A disk is full, or what is free on it is kept for votes.
    NO_ROOM,
    DATABASE_AWAY,
    /// It is tried again, each time later.
    ATTEMPT_FAILED
}
