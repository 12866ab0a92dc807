package art.pinhua.platform.blob;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
    /// SHA-256 of `abc`, from FIPS 180-2.
    private static final String ABC_NAME = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    private Blobs blobs = new Blobs(new DataFolder("target"));

    @BeforeEach
    void open() {
        blobs = new Blobs(new DataFolder(folder.toString()));
    }

    @Test
    void bytesAreNamedByTheirContent() {
        assertEquals(new Blob(ABC_NAME, 3), blobs.store(ABC));
        assertArrayEquals(ABC, blobs.read(ABC_NAME));
        assertTrue(blobs.holds(ABC_NAME));
    }

    @Test
    void storingAgainChangesNothing() throws IOException {
        blobs.store(ABC);
        var before = Files.getLastModifiedTime(blobs.file(ABC_NAME));
        blobs.store(ABC);
        assertEquals(before, Files.getLastModifiedTime(blobs.file(ABC_NAME)));
        assertEquals(0, drafts());
    }

    @Test
    void damageIsNoticedAndRepairedByTheSameBytes() throws IOException {
        blobs.store(ABC);
        overwrite(blobs.file(ABC_NAME), "abd");
        var damage = assertThrows(BlobMissing.class, () -> blobs.read(ABC_NAME));
        assertTrue(String.valueOf(damage.getMessage()).contains("damaged"));
        assertThrows(BlobMissing.class, () -> blobs.file(ABC_NAME));
        blobs.store(ABC);
        assertArrayEquals(ABC, blobs.read(ABC_NAME));
    }

    @Test
    void anAbsentBlobIsNamed() {
        assertFalse(blobs.holds(ABC_NAME));
        assertEquals(
                ABC_NAME,
                assertThrows(BlobMissing.class, () -> blobs.read(ABC_NAME)).sha256());
    }

    @Test
    void aBrokenUploadLeavesNothing() throws IOException {
        var broken = new InputStream() {
            private int left = 100_000;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) { // from now on: the first failure may be swallowed by a bulk read
                    throw new IOException("connection lost");
                }
                return 7;
            }
        };
        assertThrows(UncheckedIOException.class, () -> blobs.store(broken));
        assertEquals(0, drafts());
        try (var shelves = Files.list(folder.resolve("blobs"))) {
            assertEquals(1, shelves.count(), "the folder of drafts alone");
        }
    }

    @Test
    void onlyDigestsAreNames() {
        assertThrows(IllegalArgumentException.class, () -> blobs.read("../../etc/passwd"));
        assertThrows(IllegalArgumentException.class, () -> blobs.holds(ABC_NAME.toUpperCase(java.util.Locale.ROOT)));
    }

    private long drafts() throws IOException {
        try (var files = Files.list(folder.resolve("blobs/drafts"))) {
            return files.count();
        }
    }

    private static void overwrite(Path file, String text) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, text);
    }
}
