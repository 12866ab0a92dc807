package art.pinhua.platform.jobs;

import java.util.UUID;

/// A newer attempt owns the job, or it ended: this one must stop and write nothing more.
public final class FencedOut extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FencedOut(UUID job, int attempt) {
        super("attempt " + attempt + " of job " + job + " is no longer the owner");
    }
}
