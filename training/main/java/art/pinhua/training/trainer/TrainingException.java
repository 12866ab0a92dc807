package art.pinhua.training.trainer;

/// Training cannot go on, for a reason that the person who started it should read as it stands.
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
