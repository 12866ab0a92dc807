package art.pinhua.platform.jobs;

/// The job was asked to end and did.
public final class JobCancelled extends RuntimeException {
    private static final long serialVersionUID = 1;

    public JobCancelled() {
        super("cancelled");
    }
}
