package art.pinhua.curation;

import art.pinhua.platform.problem.ProblemCode;

/// What callers may do wrong with curation runs.
public enum CurationProblem implements ProblemCode {
    CAMPAIGN_HAS_NO_VOTES(409, "The campaign has no votes to curate"),
    UNKNOWN_REASON(400, "There is no such reason for an exclusion"),
    VOTES_WITHDRAWN(409, "Votes that the curation counts were withdrawn since");

    private final int status;
    private final String title;

    CurationProblem(int status, String title) {
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
