package art.pinhua.registry;

/// Model files that cannot be drawn with. The message says what is wrong with them, naming the file, key or byte.
public final class ModelRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelRefused(String message) {
        super(message);
    }

    public ModelRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
