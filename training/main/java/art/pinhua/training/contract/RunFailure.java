package art.pinhua.training.contract;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Failures of a run that whoever started it treats in a way of their own; all others are told in words alone.
public enum RunFailure {
    /// The disk is full, or a quota is used up: the run goes on once there is room.
    NO_ROOM;

    /// With which a trainer's process ends where there is no room, even for the event that would say so: the number
    /// of that error on Linux.
    public static final int NO_ROOM_STATUS = 28;

    /// Java hands on how the C library says it, in the language of the machine: the product's two.
    private static final List<String> NO_ROOM_WORDS =
            List.of("No space left on device", "Disk quota exceeded", "设备上没有空间", "超出磁盘限额");

    /// @return null for all others
    public static @Nullable RunFailure of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && saysNoRoom(String.valueOf(cause.getMessage()))) {
                return NO_ROOM;
            }
        }
        return null;
    }

    /// Whether the message of a failure to write says that.
    public static boolean saysNoRoom(String message) {
        return NO_ROOM_WORDS.stream().anyMatch(message::contains);
    }
}
