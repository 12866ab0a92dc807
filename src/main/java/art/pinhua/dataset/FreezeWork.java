package art.pinhua.dataset;

import art.pinhua.platform.jobs.JobFailed;
import art.pinhua.platform.jobs.JobWork;
import art.pinhua.platform.jobs.RunningJob;
import art.pinhua.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/// The job of one snapshot: every picture is fetched, its bytes are checked, and then the rows are written together.
@ApplicationScoped
class FreezeWork implements JobWork {
    static final String KIND = "freeze";

    private final Freezer freezer;

    FreezeWork(Freezer freezer) {
        this.freezer = freezer;
    }

    /// What the job is asked for.
    record Wish(String name, String person) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean makesFiles() {
        return true;
    }

    @Override
    public void run(RunningJob job) {
        var wish = job.wish(Wish.class);
        try {
            freezer.freeze(job, wish);
        } catch (ProblemException e) {
            throw new JobFailed(String.valueOf(e.getMessage()), e); // code and detail
        }
    }
}
