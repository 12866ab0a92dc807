package art.pinhua.registry;

import art.pinhua.platform.DataFolder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Files of imports while they are being sent, in `uploads` of the data folder.
@Singleton
class Uploads {
    private final Path folder;

    Uploads(DataFolder data) {
        this.folder = data.folder("uploads");
    }

    Path of(UUID id) {
        return folder.resolve(id + ".part");
    }

    /// To the disk for certain: what is said to be received is never sent again.
    void write(UUID id, long offset, byte[] bytes) {
        try (var channel = FileChannel.open(of(id), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest, offset + rest.position());
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the upload " + id, e);
        }
    }

    void drop(UUID id) {
        try {
            Files.deleteIfExists(of(id));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot drop the upload " + id, e);
        }
    }
}
