package art.pinhua.platform.postgres;

import art.pinhua.platform.CannotStart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Pattern;

/// A file of no use but its size, beside the cluster. When the disk is full, half of it gives votes room until somebody
/// has made some; when PostgreSQL cannot even recover, throwing the rest away gives it the room for its log.
record Ballast(Path folder, long bytes) {
    /// Half of it is four segments of PostgreSQL's log: recovery and the checkpoint at its end.
    private static final String USUAL = "128M";

    /// One segment of the log; with less the next one stops the server.
    private static final long FULL = 16 << 20;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([kmg]?)");
    private static final int CHUNK = 1 << 20;

    /// From `PINHUA_POSTGRES_BALLAST`; the launcher runs before there are settings.
    static Ballast of(Path root) {
        var told = System.getenv("PINHUA_POSTGRES_BALLAST");
        return new Ballast(root, size(told == null ? USUAL : told));
    }

    static long size(String text) {
        var found = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!found.matches()) {
            throw new CannotStart("PINHUA_POSTGRES_BALLAST must look like 64M, was " + text);
        }
        int shift = switch (found.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return Long.parseLong(found.group(1)) << shift;
    }

    /// Takes the ballast aboard when there is room for it several times over; else nothing happens.
    void take() throws IOException {
        if (Files.exists(file()) && Files.size(file()) >= bytes
                || folder.toFile().getUsableSpace() < 3 * bytes) {
            return;
        }
        var draft = draft();
        try (var channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var nothing = ByteBuffer.allocate(CHUNK);
            // written, not only sized: a sparse file holds no room
            for (long left = bytes; left > 0; left -= nothing.position()) {
                nothing.clear().limit((int) Math.min(CHUNK, left));
                while (nothing.hasRemaining()) {
                    channel.write(nothing);
                }
            }
            channel.force(true);
        }
        Files.move(draft, file(), StandardCopyOption.REPLACE_EXISTING);
    }

    /// Halves the ballast when the disk is full. Tables that cannot grow refuse every vote, while the server lives.
    ///
    /// @return whether that made room
    boolean give() throws IOException {
        return give(folder.toFile().getUsableSpace());
    }

    boolean give(long free) throws IOException {
        if (free >= FULL || !Files.exists(file()) || Files.size(file()) <= bytes / 2) {
            return false;
        }
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(bytes / 2);
        }
        return true;
    }

    /// @return whether that made room
    boolean drop() throws IOException {
        Files.deleteIfExists(draft());
        return Files.deleteIfExists(file());
    }

    private Path file() {
        return folder.resolve("ballast");
    }

    private Path draft() {
        return folder.resolve("ballast.draft");
    }
}
