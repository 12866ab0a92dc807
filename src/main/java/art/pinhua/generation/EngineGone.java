package art.pinhua.generation;

/// The engine process ended, fell silent or would not start. Another one can be asked again.
final class EngineGone extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /// What a shell says of a process that ended by SIGABRT, as libtorch and the JVM do where an allocation
    /// fails, and by SIGKILL, which is how a system without memory ends the process that wants it.
    private static final int ABORTED = 134;
    private static final int KILLED = 137;

    private final boolean fromMemory;

    EngineGone(String message) {
        super(message);
        fromMemory = false;
    }

    EngineGone(String message, Throwable cause) {
        super(message, cause);
        fromMemory = false;
    }

    /// It ended by itself, or by the system's hand.
    EngineGone(int exitStatus) {
        super("the engine process ended with status " + exitStatus);
        fromMemory = exitStatus == ABORTED || exitStatus == KILLED;
    }

    /// Whether it ended in the way of processes for which memory does not suffice.
    boolean fromMemory() {
        return fromMemory;
    }
}
