package art.pinhua.generation;

import art.pinhua.platform.problem.ProblemCode;

enum GenerationProblem implements ProblemCode {
    GENERATION_OVER(409, "The generation has already ended"),
    ENGINE_ELSEWHERE(409, "Engines run in other processes"),
    NO_ENGINE(409, "No engine runs in this process"),
    PROMPT_UNREAD(409, "The engine cannot tell how the model reads a prompt"),
    TOO_MANY_GENERATIONS(429, "Too many of your generations are waiting");

    private final int status;
    private final String title;

    GenerationProblem(int status, String title) {
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
