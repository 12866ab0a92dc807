package art.pinhua.platform.jobs;

/// Which of the jobs that are due in a lane begins first; among equals the one that waits longest.
public enum JobPriority {
    BACKGROUND(10),
    USUAL(20),
    /// Somebody sits before the screen.
    WAITED_FOR(30);

    private final int rank;

    JobPriority(int rank) {
        this.rank = rank;
    }

    int rank() {
        return rank;
    }
}
