package art.pinhua.registry;

import art.pinhua.platform.DataFolder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/// Files of imports while they are being sent, in `uploads` of the data folder.
@Singleton
class Uploads {
    static final String GONE = "The upload is gone, as after a backup was restored. Send the file again.";

    private static final Pattern NAME = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.part");

    private final Path folder;

    Uploads(DataFolder data) {
        this.folder = data.folder("uploads");
    }

    Path of(UUID id) {
        return folder.resolve(id + ".part");
    }

    /// Of which there is a file.
    List<UUID> ids() {
        var ids = new ArrayList<UUID>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                var name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    ids.add(UUID.fromString(name.group(1)));
                }
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + folder, e);
        }
    }

    /// To the disk for certain: what is said to be received is never sent again. Only its first bytes
    /// make the file: one that was dropped does not come back.
    /// @return false when the bytes before these are gone
    boolean write(UUID id, long offset, byte[] bytes) {
        var how = offset == 0
                ? Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(of(id), how)) {
            if (channel.size() < offset) {
                return false;
            }
            var rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest, offset + rest.position());
            }
            channel.force(false);
            return true;
        } catch (NoSuchFileException e) {
            if (offset > 0) {
                return false;
            }
            throw new UncheckedIOException("cannot make a file for the upload " + id, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the upload " + id, e);
        }
    }

    /// Whether so many bytes of it are here.
    boolean holds(UUID id, long bytes) {
        try {
            return Files.size(of(id)) >= bytes;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at the upload " + id, e);
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
