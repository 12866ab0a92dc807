package art.pinhua.platform;

/// Something outside stands in the way of the start. The message tells the operator what it is and what to do, in one
/// line; a stack trace would only hide it.
public final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotStart(String message) {
        super(message);
    }

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
