package art.pinhua.registry;

import art.pinhua.platform.problem.ProblemCode;

enum RegistryProblem implements ProblemCode {
    PIPELINE_NOT_FOUND(400, "There is no pipeline folder at this place"),
    PIPELINE_DAMAGED(400, "The pipeline folder cannot be read"),
    NOTHING_SERVED(409, "No model version is served yet"),
    ALIAS_MOVED(409, "The served model version was changed by someone else"),
    NOT_SERVABLE(409, "The files of the model version are missing");

    private final int status;
    private final String title;

    RegistryProblem(int status, String title) {
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
