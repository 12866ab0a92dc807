package art.pinhua.campaign;

import art.pinhua.platform.problem.ProblemCode;

enum CampaignProblem implements ProblemCode {
    CAMPAIGN_NOT_OPEN(409, "The campaign does not take votes now"),
    CAMPAIGN_STATE(409, "The campaign is in another state"),
    COMPARISON_OPEN(409, "The comparison is not closed yet"),
    NOT_IN_AUDIENCE(403, "The campaign is for signed-in experts"),
    TOKEN_INVALID(403, "The token does not fit the assignment"),
    IMAGE_GONE(404, "There is no such image for you");

    private final int status;
    private final String title;

    CampaignProblem(int status, String title) {
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
