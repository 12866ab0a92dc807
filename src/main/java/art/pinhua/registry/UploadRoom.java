package art.pinhua.registry;

import art.pinhua.platform.DiskRoom;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/// Room for what is sent: uploads leave the reserve for votes alone.
@Singleton
class UploadRoom {
    /// The upload, and what it is unpacked or copied to.
    private static final int TIMES_ON_DISK = 2;

    private final DiskRoom room;
    private final ModelImports imports;

    UploadRoom(DiskRoom room, ModelImports imports) {
        this.room = room;
        this.imports = imports;
    }

    /// For a file that is to be sent, beside those that are being sent.
    void require(long size) {
        long own = TIMES_ON_DISK * size;
        long others = imports.uploadsToCome(TIMES_ON_DISK);
        if (!room.has(own + others)) {
            throw DiskRoom.refused("The upload needs up to " + (own >> 20) + " MB, those under way " + (others >> 20)
                    + " MB more, and only " + (room.free() >> 20) + " MB are free, a part of them kept for votes.");
        }
    }

    /// Others may have taken the room since an upload began.
    /// @param bytes that are written
    <T> T within(long bytes, Supplier<T> write) {
        return room.within(bytes, write);
    }
}
