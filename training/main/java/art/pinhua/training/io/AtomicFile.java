package art.pinhua.training.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// Writes files that are either the old ones or the new ones, also after a crash: a temporary file beside the
/// target, synced, then renamed over it.
public final class AtomicFile {
    /// Bytes that are written before the caller is asked again.
    private static final int AT_ONCE = 1 << 20;

    private static final String UNFINISHED = ".part";

    private AtomicFile() {}

    /// Replaces the target, whose folder must exist.
    /// @param parts written one after the other, from position to limit; one is asked for when those
    ///              before are written
    public static void write(Path target, Iterable<ByteBuffer> parts) throws IOException {
        write(target, parts, () -> {});
    }

    /// As above.
    /// @param goOn called all along; an exception of its ends the writing and leaves the old target
    static void write(Path target, Iterable<ByteBuffer> parts, Runnable goOn) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IOException(target + " has no folder");
        }
        Path temporary = Files.createTempFile(folder, "." + absolute.getFileName(), UNFINISHED);
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                for (ByteBuffer part : parts) {
                    int at = part.position();
                    while (at < part.limit()) {
                        goOn.run();
                        at += channel.write(part.slice(at, Math.min(AT_ONCE, part.limit() - at)));
                    }
                }
                channel.force(true);
            }
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true); // the rename itself
        }
    }

    /// Replaces the target by these bytes.
    public static void write(Path target, byte[] bytes) throws IOException {
        write(target, List.of(ByteBuffer.wrap(bytes)));
    }

    /// Whether this is a temporary file: of a writing that goes on, or that was killed.
    public static boolean isUnfinished(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(UNFINISHED);
    }

    /// Deletes what killed writings left in a folder. Nobody else may be writing there.
    public static void deleteUnfinished(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(AtomicFile::isUnfinished).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
