package art.pinhua.platform.jobs;

/// Thrown by a [JobWork]: trying again would fail in the same way.
public class JobFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param message what went wrong, in words for the person who started the work
    public JobFailed(String message) {
        super(message);
    }

    public JobFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
