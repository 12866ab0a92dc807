package art.pinhua.promotion;

import art.pinhua.platform.problem.ProblemCode;

/// Why a promotion is refused.
public enum PromotionProblem implements ProblemCode {
    NO_GROUNDS(400, "A promotion needs a comparison the challenger won, or a written reason"),
    NOT_WON(409, "The comparison does not speak for this model version"),
    ALREADY_SERVED(409, "The model version is served already"),
    NOTHING_TO_ROLL_BACK(409, "The served model version was not promoted from another one");

    private final int status;
    private final String title;

    PromotionProblem(int status, String title) {
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
