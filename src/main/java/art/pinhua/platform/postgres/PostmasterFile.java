package art.pinhua.platform.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// `postmaster.pid`, the server's lock file: line 1 is its process id, line 4 its port (absent while it starts).
record PostmasterFile(long pid, OptionalInt port) {
    private static final int PORT_LINE = 3;

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
        if (!commandLine(file.get().pid()).contains(cluster.toString())) {
            Files.delete(path(cluster));
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
