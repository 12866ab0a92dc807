package art.pinhua.platform.jobs;

/// This process is stopping; another worker, or the next start, goes on with the job.
public final class JobInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    public JobInterrupted() {
        super("this process is stopping");
    }
}
