package art.pinhua.platform.jobs;

import art.pinhua.platform.problem.ProblemCode;

/// What callers may do wrong with jobs.
public enum JobProblem implements ProblemCode {
    JOB_ENDED(409, "The job has ended already");

    private final int status;
    private final String title;

    JobProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
