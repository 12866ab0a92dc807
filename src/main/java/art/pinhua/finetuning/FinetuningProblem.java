package art.pinhua.finetuning;

import art.pinhua.platform.problem.ProblemCode;

/// What callers may do wrong with runs.
public enum FinetuningProblem implements ProblemCode {
    RUN_NOT_RESUMABLE(409, "Only a run that failed or was cancelled can go on"),
    RUN_ENDED(409, "The run has ended already"),
    RANK_OF_PARENT(400, "An adapter that goes on from another one keeps its rank"),
    NOT_TRAINABLE(409, "Adapters are trained for the denoiser alone, and for models with one text encoder");

    private final int status;
    private final String title;

    FinetuningProblem(int status, String title) {
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
