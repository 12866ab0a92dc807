package art.pinhua.rater;

import art.pinhua.platform.problem.ProblemCode;

enum RaterProblem implements ProblemCode {
    RATER_UNKNOWN(403, "This browser has not rated here yet"),
    RATER_WITHDRAWN(403, "You have withdrawn from rating"),
    RATER_CHANGED(409, "The page was opened for another rater");

    private final int status;
    private final String title;

    RaterProblem(int status, String title) {
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
