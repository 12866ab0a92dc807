package art.pinhua.training.generate;

/// A computation that ended in values that are no numbers, so that there is no picture to show.
public final class NotFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFiniteException(String message) {
        super(message);
    }
}
