package art.pinhua.platform.identity;

import art.pinhua.platform.problem.ProblemCode;

/// What may be wrong with people.
public enum IdentityProblem implements ProblemCode {
    NAME_TAKEN(409, "Somebody has this name already"),
    LAST_ADMINISTRATOR(409, "This is the last administrator who can sign in"),
    PEOPLE_KEPT_ELSEWHERE(409, "People are kept by another sign-in provider");

    private final int status;
    private final String title;

    IdentityProblem(int status, String title) {
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
