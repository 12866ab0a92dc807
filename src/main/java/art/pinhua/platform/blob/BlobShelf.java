package art.pinhua.platform.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Where blobs lie. A shelf keeps and gives bytes; that they are the bytes of their name, [Blobs] sees to.
interface BlobShelf {
    /// @param since when it came here
    record Item(String sha256, long size, Instant since) {}

    boolean holds(String sha256) throws IOException;

    /// @throws NoSuchFileException when there is none
    InputStream open(String sha256) throws IOException;

    /// A file of this machine with the content: the shelf's own, or a copy. It is read-only.
    ///
    /// @throws NoSuchFileException when there is none
    Path local(String sha256) throws IOException;

    /// Keeps a complete local file; when this returns, it is there for certain. The draft may be gone then.
    void keep(Path draft, String sha256) throws IOException;

    /// Puts damaged bytes aside, where they can be looked at and nobody reads them as the blob.
    void quarantine(String sha256) throws IOException;

    List<Item> items() throws IOException;

    /// Names of what was put aside.
    List<String> quarantined() throws IOException;

    /// Looks, when the application starts, whether blobs can lie here.
    ///
    /// @throws art.pinhua.platform.CannotStart when they cannot until somebody mends the settings
    /// @throws IOException                     when they cannot now
    default void require() throws IOException {}

    /// For messages to the operator.
    String place();
}
