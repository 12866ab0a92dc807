package art.pinhua.generation;

/// The engine process ended, fell silent or would not start. Another one can be asked again.
final class EngineGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineGone(String message) {
        super(message);
    }

    EngineGone(String message, Throwable cause) {
        super(message, cause);
    }
}
