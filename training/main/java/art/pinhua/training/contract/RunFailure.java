package art.pinhua.training.contract;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Failures of a run that whoever started it treats in a way of their own; all others are told in words alone.
public enum RunFailure {
    /// The disk is full, or a quota is used up: the run goes on once there is room.
    NO_ROOM;

    /// With which a trainer's process ends where there is no room, even for the event that would say so: the number
    /// of that error on Linux.
    public static final int NO_ROOM_STATUS = 28;

    /// @return null for all others
    public static @Nullable RunFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && saysNoRoom(String.valueOf(cause.getMessage()))) {
                return NO_ROOM;
            }
        }
        return null;
    }

    private static boolean saysNoRoom(String message) {
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }
}
