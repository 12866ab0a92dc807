package art.pinhua.platform.blob;

import art.pinhua.platform.problem.ProblemCode;

/// What a caller learns about a lost file.
public enum BlobProblem implements ProblemCode {
    BLOB_MISSING(500, "A stored file is missing or damaged");

    private final int status;
    private final String title;

    BlobProblem(int status, String title) {
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
