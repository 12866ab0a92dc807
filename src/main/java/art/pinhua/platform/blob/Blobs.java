package art.pinhua.platform.blob;

import art.pinhua.platform.DataFolder;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// The folder of files named by their SHA-256 (`blobs/ab/abcd…`). A file is written once, lies on disk for certain
/// before its name is given out, and is checked whenever it is read.
@Singleton
public class Blobs {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path root;
    private final Path drafts;

    public Blobs(DataFolder data) {
        root = data.folder("blobs");
        drafts = data.folder("blobs/drafts");
    }

    public Blob store(byte[] bytes) {
        return store(new ByteArrayInputStream(bytes));
    }

    /// Copies a file in; the original stays.
    public Blob store(Path file) {
        try (var bytes = Files.newInputStream(file)) {
            return store(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file, e);
        }
    }

    /// Reads the stream to its end and leaves it open. Storing the same bytes again changes nothing, or repairs.
    public Blob store(InputStream bytes) {
        try {
            var draft = Files.createTempFile(drafts, "blob", null);
            try {
                return keep(draft, bytes);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a blob in " + root, e);
        }
    }

    /// Whether a file of this name is there; [#file(String)] also looks into it.
    public boolean holds(String sha256) {
        return Files.isRegularFile(place(sha256));
    }

    /// The whole content, checked.
    ///
    /// @throws BlobMissing when it is absent or damaged
    public byte[] read(String sha256) {
        try {
            byte[] bytes = Files.readAllBytes(place(sha256));
            requireName(sha256, digest().digest(bytes));
            return bytes;
        } catch (NoSuchFileException e) {
            throw new BlobMissing(sha256, "is not in " + root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read blob " + sha256, e);
        }
    }

    /// The file itself, checked, to hand to another process or to link into a folder. It is read-only.
    ///
    /// @throws BlobMissing when it is absent or damaged
    public Path file(String sha256) {
        var file = place(sha256);
        try {
            requireName(sha256, digestOf(file));
            return file;
        } catch (NoSuchFileException e) {
            throw new BlobMissing(sha256, "is not in " + root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read blob " + sha256, e);
        }
    }

    /// Names of all files, in order.
    public List<String> names() {
        try (var shelves = Files.walk(root, 2)) {
            return shelves.map(file -> file.getFileName().toString())
                    .filter(name -> SHA256.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + root + ": " + e.getMessage(), e);
        }
    }

    /// What lies in the folder.
    record Stock(long files, long bytes) {}

    Stock stock() {
        try (var shelves = Files.newDirectoryStream(root, "[0-9a-f][0-9a-f]")) {
            long files = 0;
            long bytes = 0;
            for (var shelf : shelves) {
                try (var blobs = Files.newDirectoryStream(shelf)) {
                    for (var blob : blobs) {
                        files++;
                        bytes += Files.size(blob);
                    }
                }
            }
            return new Stock(files, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + root + ": " + e.getMessage(), e);
        }
    }

    private Blob keep(Path draft, InputStream bytes) throws IOException {
        var digest = digest();
        long size;
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            size = new DigestInputStream(bytes, digest).transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
        var sha256 = HexFormat.of().formatHex(digest.digest());
        var place = place(sha256);
        if (!intact(place, sha256)) {
            var shelf = Files.createDirectories(root.resolve(sha256.substring(0, 2)));
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("r--r-----"));
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            // the new names reach the disk with their folders
            force(shelf);
            force(root);
        }
        return new Blob(sha256, size);
    }

    private static boolean intact(Path place, String sha256) throws IOException {
        return Files.exists(place) && HexFormat.of().formatHex(digestOf(place)).equals(sha256);
    }

    private static byte[] digestOf(Path file) throws IOException {
        try (var bytes = new DigestInputStream(Files.newInputStream(file), digest())) {
            bytes.transferTo(OutputStream.nullOutputStream());
            return bytes.getMessageDigest().digest();
        }
    }

    private static void requireName(String sha256, byte[] digest) {
        if (!HexFormat.of().formatHex(digest).equals(sha256)) {
            throw new BlobMissing(sha256, "is damaged: its bytes have another digest");
        }
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    private Path place(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
        }
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
