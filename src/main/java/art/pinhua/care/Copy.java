package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/// Copies parts of one folder into another, with permissions, and remembers the digest of every file. The list is
/// written as `sha256sum` reads it.
final class Copy {
    static final String LIST = "files.sha256";

    private static final int BUFFER = 1 << 16;

    private final Path from;
    private final Path to;
    private final TreeMap<String, String> digests = new TreeMap<>();

    /// A file that is there and cannot be read, as on a failing disk.
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(Path file, IOException cause) {
            super(
                    cause instanceof FileSystemException named
                            ? CareMain.reason(named)
                            : file + " cannot be read: " + CareMain.reason(cause),
                    cause);
        }
    }

    /// What becomes of a file that cannot be read.
    @FunctionalInterface
    private interface Unread {
        void met(Path path, Unreadable failure) throws Unreadable;
    }

    Copy(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /// Makes the folder, for its owner alone.
    static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new CannotStart(folder + " is not empty. Name a folder that does not exist yet");
                }
            }
        }
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /// What goes while it is copied is left out; what was copied before stays as it was then.
    /// @param part   relative to both folders; one that does not exist is left out
    /// @param wanted given paths relative to the folder
    /// @return number of files
    long tree(Path part, Predicate<Path> wanted) throws IOException {
        return tree(part, wanted, (path, failure) -> {
            throw failure;
        });
    }

    /// The same, but that what cannot be read is left out as well.
    /// @param unread gets the names of those
    long readable(Path part, Predicate<Path> wanted, List<String> unread) throws IOException {
        return tree(
                part, wanted, (path, failure) -> unread.add(path.getFileName().toString()));
    }

    private long tree(Path part, Predicate<Path> wanted, Unread unread) throws IOException {
        if (!Files.exists(from.resolve(part))) {
            return 0;
        }
        long before = digests.size();
        Files.walkFileTree(from.resolve(part), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                var path = from.relativize(folder);
                return wanted.test(path) && folder(path) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var path = from.relativize(file);
                if (wanted.test(path) && !digests.containsKey(path.toString())) {
                    file(path, unread);
                }
                return FileVisitResult.CONTINUE;
            }

            /// The server takes files away while we walk, of which its log knows; so do runs that end.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (!(failure instanceof NoSuchFileException)) {
                    unread.met(from.relativize(file), new Unreadable(file, failure));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return digests.size() - before;
    }

    /// An empty folder with the permissions of the original, which may go at any time: one look tells
    /// all.
    /// @return whether there is one
    boolean folder(Path path) throws IOException {
        PosixFileAttributes original;
        try {
            original = Files.readAttributes(from.resolve(path), PosixFileAttributes.class);
        } catch (NoSuchFileException gone) {
            return false;
        }
        if (original.isDirectory()) {
            Files.createDirectories(to.resolve(path));
            Files.setPosixFilePermissions(to.resolve(path), original.permissions());
        }
        return original.isDirectory();
    }

    void text(Path path, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        Files.write(to.resolve(path), bytes);
        Files.setPosixFilePermissions(to.resolve(path), PosixFilePermissions.fromString("rw-------"));
        digests.put(path.toString(), DigestUtils.sha256Hex(bytes));
    }

    Manifest.Listed writeList() throws IOException {
        var lines = digests.entrySet().stream()
                .map(file -> file.getValue() + "  " + file.getKey() + "\n")
                .collect(Collectors.joining());
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        write(to, LIST, bytes);
        return new Manifest.Listed(digests.size(), DigestUtils.sha256Hex(bytes));
    }

    /// To the disk for certain, and under its name only when it is whole.
    static void write(Path folder, String name, byte[] bytes) throws IOException {
        var draft = folder.resolve(name + ".draft");
        try (var channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var out = Channels.newOutputStream(channel)) {
            out.write(bytes);
            channel.force(true);
        }
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        try (var channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    private void file(Path path, Unread unread) throws IOException {
        var source = from.resolve(path);
        var target = to.resolve(path);
        try {
            var permissions = permissions(source); // first: what goes now is read to its end
            digests.put(path.toString(), copyBytes(source, target));
            Files.setPosixFilePermissions(target, permissions);
        } catch (NoSuchFileException gone) {
            digests.remove(path.toString());
            Files.deleteIfExists(target);
        } catch (Unreadable failure) {
            Files.deleteIfExists(target);
            unread.met(path, failure);
        }
    }

    private static Set<PosixFilePermission> permissions(Path source) throws IOException {
        try {
            return Files.getPosixFilePermissions(source);
        } catch (NoSuchFileException gone) {
            throw gone;
        } catch (IOException e) {
            throw new Unreadable(source, e);
        }
    }

    /// To the disk for certain.
    /// @throws Unreadable when it is the source that fails
    static String copyBytes(Path source, Path target) throws IOException {
        var digest = DigestUtils.getSha256Digest();
        try (var in = opened(source);
                var channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var out = new DigestOutputStream(Channels.newOutputStream(channel), digest)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = read(in, buffer, source); read >= 0; read = read(in, buffer, source)) {
                out.write(buffer, 0, read);
            }
            channel.force(true);
        } catch (FileSystemException | Unreadable named) {
            throw named;
        } catch (IOException e) {
            throw new IOException(source + " cannot be copied to " + target + ": " + e.getMessage(), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static InputStream opened(Path source) throws IOException {
        try {
            return Files.newInputStream(source);
        } catch (NoSuchFileException gone) {
            throw gone;
        } catch (IOException e) {
            throw new Unreadable(source, e);
        }
    }

    private static int read(InputStream in, byte[] buffer, Path source) throws Unreadable {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new Unreadable(source, e);
        }
    }
}
