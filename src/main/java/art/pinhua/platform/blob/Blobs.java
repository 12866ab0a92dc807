package art.pinhua.platform.blob;

import art.pinhua.platform.DataFolder;
import jakarta.inject.Inject;
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
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.jboss.logging.Logger;

/// Bytes under the name of their SHA-256. They are written once, lie on the shelf for certain before their name is
/// given out, and are checked whenever they are read; damaged ones are put aside.
@Singleton
public class Blobs {
    private static final Logger LOG = Logger.getLogger(Blobs.class);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final BlobShelf shelf;
    private final Path drafts;

    @Inject
    Blobs(BlobShelf shelf, DataFolder data) {
        this.shelf = shelf;
        this.drafts = data.folder("blobs/drafts");
    }

    /// The folder alone, for programs that run beside the product.
    public Blobs(DataFolder data) {
        this(new FolderShelf(data.folder("blobs")), data);
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
            throw new UncheckedIOException("cannot keep a blob in " + shelf.place() + ": " + e.getMessage(), e);
        }
    }

    /// Whether something of this name is there; [#file(String)] also looks into it.
    public boolean holds(String sha256) {
        requireName(sha256);
        try {
            return shelf.holds(sha256);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for blob " + sha256, e);
        }
    }

    /// The whole content, checked.
    ///
    /// @throws BlobMissing when it is absent or damaged
    public byte[] read(String sha256) {
        requireName(sha256);
        try (var content = shelf.open(sha256)) {
            byte[] bytes = content.readAllBytes();
            if (!DigestUtils.sha256Hex(bytes).equals(sha256)) {
                throw damaged(sha256);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw absent(sha256);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read blob " + sha256, e);
        }
    }

    /// A file with the content, checked, to hand to another process or to link into a folder. It is read-only.
    ///
    /// @throws BlobMissing when it is absent or damaged
    public Path file(String sha256) {
        requireName(sha256);
        try {
            var file = shelf.local(sha256);
            if (!digestOf(Files.newInputStream(file)).equals(sha256)) {
                throw damaged(sha256);
            }
            return file;
        } catch (NoSuchFileException e) {
            throw absent(sha256);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read blob " + sha256, e);
        }
    }

    /// All names, in order.
    public List<String> names() {
        return items().stream().map(BlobShelf.Item::sha256).sorted().toList();
    }

    /// What lies on the shelf.
    record Stock(long files, long bytes) {}

    Stock stock() {
        var items = items();
        return new Stock(
                items.size(), items.stream().mapToLong(BlobShelf.Item::size).sum());
    }

    List<BlobShelf.Item> items() {
        try {
            return shelf.items();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + shelf.place() + ": " + e.getMessage(), e);
        }
    }

    List<String> quarantined() {
        try {
            return shelf.quarantined();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + shelf.place() + ": " + e.getMessage(), e);
        }
    }

    static boolean isName(String text) {
        return SHA256.matcher(text).matches();
    }

    static String digestOf(InputStream content) throws IOException {
        try (var bytes = new DigestInputStream(content, DigestUtils.getSha256Digest())) {
            bytes.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
        }
    }

    private Blob keep(Path draft, InputStream bytes) throws IOException {
        var digest = DigestUtils.getSha256Digest();
        long size;
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            size = new DigestInputStream(bytes, digest).transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
        var sha256 = HexFormat.of().formatHex(digest.digest());
        if (!intact(sha256)) {
            shelf.keep(draft, sha256);
        }
        return new Blob(sha256, size);
    }

    private boolean intact(String sha256) throws IOException {
        if (!shelf.holds(sha256)) {
            return false;
        }
        boolean intact = digestOf(shelf.open(sha256)).equals(sha256);
        if (!intact) {
            putAside(sha256);
        }
        return intact;
    }

    private BlobMissing damaged(String sha256) throws IOException {
        putAside(sha256);
        return new BlobMissing(sha256, "is damaged: its bytes have another digest and lie in quarantine now");
    }

    private void putAside(String sha256) throws IOException {
        LOG.errorf("blob %s in %s is damaged and goes to quarantine", sha256, shelf.place());
        shelf.quarantine(sha256);
    }

    private BlobMissing absent(String sha256) {
        return new BlobMissing(sha256, "is not in " + shelf.place());
    }

    private static void requireName(String sha256) {
        if (!isName(sha256)) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
        }
    }
}
