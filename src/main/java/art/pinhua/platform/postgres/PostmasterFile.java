package art.pinhua.platform.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// `postmaster.pid`, the server's lock file: line 1 is its process id, line 4 its port (absent while it starts).
record PostmasterFile(long pid, OptionalInt port) {
    private static final int PORT_LINE = 3;
    private static final int TAIL = 4_000;

    static Optional<PostmasterFile> read(Path cluster) throws IOException {
        try {
            var lines = Files.readAllLines(path(cluster));
            var port = lines.size() > PORT_LINE
                    ? OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE).strip()))
                    : OptionalInt.empty();
            return Optional.of(
                    new PostmasterFile(Long.parseLong(lines.getFirst().strip()), port));
        } catch (NoSuchFileException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /// A zombie or a recycled process id makes PostgreSQL believe that its lock is held. The file goes when no
    /// process of that id names our folder (Linux alone can tell; elsewhere PostgreSQL decides). A zombie has an
    /// empty command line.
    static void dropStale(Path cluster) throws IOException {
        var file = read(cluster);
        if (file.isEmpty() || !Files.isDirectory(Path.of("/proc/self"))) {
            return;
        }
        if (!lives(file.get().pid(), cluster)) {
            Files.delete(path(cluster));
        }
    }

    /// Whether a process of that id serves this cluster. Where nobody can tell, it does.
    static boolean lives(long pid, Path cluster) {
        return !Files.isDirectory(Path.of("/proc/self")) || commandLine(pid).contains(cluster.toString());
    }

    /// The last few lines of a log.
    static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (var file = FileChannel.open(log)) {
            var end = ByteBuffer.allocate(TAIL);
            file.read(end, Math.max(0, file.size() - TAIL));
            return new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static Path path(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }
}
