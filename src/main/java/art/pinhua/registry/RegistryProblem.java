package art.pinhua.registry;

import art.pinhua.platform.problem.ProblemCode;

enum RegistryProblem implements ProblemCode {
    TOO_MANY_UPLOADS(429, "Too many of your uploads are under way"),
    UPLOAD_ELSEWHERE(409, "The upload stands at another place"),
    IMPORT_OVER(409, "The import has already ended"),
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
