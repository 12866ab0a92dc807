package art.pinhua.generation;

import java.util.List;
import java.util.Locale;

/// The engine process ended, fell silent or would not start. Another one can be asked again.
final class EngineGone extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /// What a shell says of a process that ended by SIGABRT, as libtorch and the JVM do at any fatal error,
    /// and by SIGKILL, which is how a system without memory ends the process that wants it, but people
    /// do it too.
    private static final int ABORTED = 134;
    private static final int KILLED = 137;

    /// What libtorch, C++ and the JVM say where an allocation fails, in small letters.
    private static final List<String> NO_ROOM =
            List.of("can't allocate memory", "bad_alloc", "out of memory", "insufficient memory", "memory allocation");

    /// What took it, as far as that is known.
    enum Reason {
        MEMORY,
        /// By SIGKILL, and the kernel counts none for want of memory. Other watchers of memory leave it
        /// at that.
        KILLED,
        DEVICE,
        OTHER
    }

    private final Reason reason;
    private final boolean heldSeveral;

    EngineGone(String message) {
        this(message, Reason.OTHER);
    }

    EngineGone(String message, Reason reason) {
        super(message);
        this.reason = reason;
        heldSeveral = false;
    }

    EngineGone(String message, Throwable cause) {
        super(message, cause);
        reason = Reason.OTHER;
        heldSeveral = false;
    }

    /// It ended by itself, or by the system's hand.
    /// @param memoryKills while it lived, the system may have ended processes for want of memory
    /// @param lastWords   the last lines it said
    /// @param heldSeveral whether it may have held more than one model
    EngineGone(int exitStatus, boolean memoryKills, List<String> lastWords, boolean heldSeveral) {
        super("the engine process ended with status " + exitStatus);
        this.heldSeveral = heldSeveral;
        reason = switch (exitStatus) {
            case KILLED -> memoryKills ? Reason.MEMORY : Reason.KILLED;
            case ABORTED -> lastWords.stream().anyMatch(EngineGone::saysNoRoom) ? Reason.MEMORY : Reason.OTHER;
            default -> Reason.OTHER;
        };
    }

    private static boolean saysNoRoom(String line) {
        return NO_ROOM.stream().anyMatch(line.toLowerCase(Locale.ROOT)::contains);
    }

    Reason reason() {
        return reason;
    }

    /// Whether it ended by itself, or by the system's hand, and may have held more than one model: the
    /// next one has more room.
    boolean heldSeveral() {
        return heldSeveral;
    }
}
