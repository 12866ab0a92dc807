package art.pinhua.dataset;

import art.pinhua.platform.problem.ProblemCode;

/// Why preferences cannot be frozen.
public enum DatasetProblem implements ProblemCode {
    NO_PREFERENCES(409, "The curation holds no preference to learn from"),
    IMAGE_BYTES_MISSING(409, "The bytes of an image are missing"),
    WORD_BYTES_MISSING(409, "The file of a learned word is missing"),
    DIFFERENT_CLIP_SKIPS(409, "The images were drawn with different numbers of skipped text layers"),
    SNAPSHOT_DAMAGED(409, "The snapshot's content is not what its digest says");

    private final int status;
    private final String title;

    DatasetProblem(int status, String title) {
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
