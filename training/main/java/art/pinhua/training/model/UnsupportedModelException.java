package art.pinhua.training.model;

/// A model that this engine cannot run as it was meant: an unknown setting, or weights that do not fit the
/// settings.
public final class UnsupportedModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedModelException(String message) {
        super(message);
    }

    public UnsupportedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
