package art.pinhua.comparison;

import art.pinhua.platform.problem.ProblemCode;

/// What callers may do wrong with comparisons.
public enum ComparisonProblem implements ProblemCode {
    DIFFERENT_BASE_MODELS(400, "Only versions of one picture size can be compared blind");

    private final int status;
    private final String title;

    ComparisonProblem(int status, String title) {
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
