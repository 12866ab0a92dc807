package art.pinhua.platform.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;

/// Copies of distant blobs on the disk of this machine, up to a size. What was used longest ago goes first; what was
/// used within the hour stays, because another process may be about to open it. The last use is the time of access: by
/// that of the last change the engine knows that a file is still the one that it has read.
final class BlobCache {
    private static final Duration IN_USE = Duration.ofHours(1);

    private final Path root;
    private final long most;
    private final Clock clock;

    BlobCache(Path root, long most, Clock clock) {
        this.root = root;
        this.most = most;
        this.clock = clock;
    }

    /// Where the bytes come from when there is no copy.
    interface Source {
        InputStream open() throws IOException;
    }

    /// A copy whose bytes are those of its name, or, when the source has other bytes, those: the caller checks.
    Path file(String sha256, Source source) throws IOException {
        var file = path(sha256);
        if (Files.exists(file)) {
            if (Blobs.digestOf(Files.newInputStream(file)).equals(sha256)) {
                used(file);
                return file;
            }
            drop(sha256); // the copy is damaged, which says nothing about the original
        }
        fetch(file, source);
        makeRoom(file);
        return file;
    }

    private void used(Path file) throws IOException {
        var times = Files.getFileAttributeView(file, BasicFileAttributeView.class);
        times.setTimes(null, FileTime.from(clock.instant()), null);
    }

    void drop(String sha256) throws IOException {
        Files.deleteIfExists(path(sha256));
    }

    private void fetch(Path file, Source source) throws IOException {
        Files.createDirectories(file.getParent());
        var draft = Files.createTempFile(root, "blob", null);
        try (var bytes = source.open()) {
            Files.copy(bytes, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("r--r-----"));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private record Copy(Path file, long size, Instant used) {}

    private void makeRoom(Path fresh) throws IOException {
        var copies = copies();
        long size = copies.stream().mapToLong(Copy::size).sum();
        var old = clock.instant().minus(IN_USE);
        for (var copy : copies) {
            if (size <= most) {
                return;
            }
            if (!copy.file().equals(fresh) && copy.used().isBefore(old)) {
                Files.deleteIfExists(copy.file());
                size -= copy.size();
            }
        }
    }

    /// The one used longest ago first.
    private ArrayList<Copy> copies() throws IOException {
        var copies = new ArrayList<Copy>();
        try (var files = Files.walk(root)) {
            for (var file : (Iterable<Path>) files::iterator) {
                try {
                    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    if (attributes.isRegularFile()) {
                        copies.add(new Copy(
                                file,
                                attributes.size(),
                                attributes.lastAccessTime().toInstant()));
                    }
                } catch (NoSuchFileException gone) {
                    // another process was quicker
                }
            }
        }
        copies.sort(Comparator.comparing(Copy::used));
        return copies;
    }

    private Path path(String sha256) {
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }
}
