package art.pinhua.vote;

import art.pinhua.platform.problem.ProblemCode;

enum VoteProblem implements ProblemCode {
    ASSIGNMENT_NOT_YOURS(403, "The assignment was not shown to you"),
    VOTE_ID_TAKEN(409, "Another vote has this id"),
    ALREADY_VOTED(409, "The assignment has its vote"),
    UNDO_REFUSED(409, "This vote can no longer be taken back");

    private final int status;
    private final String title;

    VoteProblem(int status, String title) {
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
