package art.pinhua.platform.jobs;

/// Thrown by a [JobWork] for whose files there is too little room, through no fault of the job: it is
/// tried again before long, as often as it takes.
public final class JobWaits extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param message what it waits for, in words for the person who started the work
    public JobWaits(String message) {
        super(message);
    }

    public JobWaits(String message, Throwable cause) {
        super(message, cause);
    }
}
