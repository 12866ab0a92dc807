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
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What blobs promise, wherever they lie.
abstract class BlobSuite {
    static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
    /// SHA-256 of `abc`, from FIPS 180-2.
    static final String ABC_NAME = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    Blobs blobs = new Blobs(new FolderShelf(Path.of("target")), new DataFolder("target"));

    /// An empty shelf.
    abstract BlobShelf shelf(Path folder);

    /// Changes the kept bytes behind the product's back.
    abstract void damage(String sha256, String text) throws IOException;

    @BeforeEach
    void open() {
        blobs = new Blobs(shelf(folder), new DataFolder(folder.toString()));
    }

    @Test
    void bytesAreNamedByTheirContent() {
        assertEquals(new Blob(ABC_NAME, 3), blobs.store(ABC));
        assertArrayEquals(ABC, blobs.read(ABC_NAME));
        assertTrue(blobs.holds(ABC_NAME));
    }

    @Test
    void theFileHasTheContent() throws IOException {
        blobs.store(ABC);
        assertArrayEquals(ABC, Files.readAllBytes(blobs.file(ABC_NAME)));
        assertArrayEquals(ABC, Files.readAllBytes(blobs.file(ABC_NAME)));
    }

    @Test
    void largeFilesComeBackAsTheyWere() throws IOException {
        byte[] large = new byte[3 << 20];
        new Random(7).nextBytes(large);
        var file = Files.write(folder.resolve("large"), large);
        var blob = blobs.store(file);
        assertArrayEquals(large, blobs.read(blob.sha256()));
        assertTrue(Files.exists(file), "the original stays");
    }

    @Test
    void emptyFilesAreBlobsToo() {
        var blob = blobs.store(new byte[0]);
        assertEquals(0, blob.size());
        assertEquals(0, blobs.read(blob.sha256()).length);
    }

    @Test
    void storingAgainChangesNothing() throws IOException {
        blobs.store(ABC);
        blobs.store(ABC);
        assertEquals(1, blobs.stock().files());
        assertEquals(3, blobs.stock().bytes());
        assertEquals(0, drafts());
    }

    @Test
    void manyWhoStoreTheSameAtOnceStoreItOnce() throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var stored = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> blobs.store(ABC)))
                    .toList();
            for (var one : stored) {
                assertEquals(ABC_NAME, one.get().sha256());
            }
        }
        assertArrayEquals(ABC, blobs.read(ABC_NAME));
        assertEquals(1, blobs.stock().files());
    }

    @Test
    void damageIsNoticedPutAsideAndRepairedByTheSameBytes() throws IOException {
        blobs.store(ABC);
        damage(ABC_NAME, "abd");
        var damage = assertThrows(BlobMissing.class, () -> blobs.read(ABC_NAME));
        assertTrue(String.valueOf(damage.getMessage()).contains("damaged"));
        assertEquals(List.of(ABC_NAME), blobs.quarantined());
        assertFalse(blobs.holds(ABC_NAME));
        assertTrue(String.valueOf(assertThrows(BlobMissing.class, () -> blobs.read(ABC_NAME))
                        .getMessage())
                .contains("is not in"));
        blobs.store(ABC);
        assertArrayEquals(ABC, blobs.read(ABC_NAME));
    }

    @Test
    void damageIsRepairedByStoringAgainBeforeAnybodyReads() throws IOException {
        blobs.store(ABC);
        damage(ABC_NAME, "abd");
        blobs.store(ABC);
        assertArrayEquals(ABC, blobs.read(ABC_NAME));
        assertEquals(List.of(ABC_NAME), blobs.quarantined());
        assertEquals(1, blobs.stock().files());
    }

    /// At how many places a byte is flipped.
    int places() {
        return 100;
    }

    /// One byte wrong, at many places: each time it is found, and nothing of it is given out.
    @Test
    void everyFlippedByteIsFound() throws IOException {
        byte[] text = new byte[4_000];
        int apart = text.length / places();
        new Random(11).nextBytes(text);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + Math.floorMod(text[i], 26)); // so that damage can be written as text
        }
        var name = blobs.store(text).sha256();
        for (int place = 0; place < text.length; place += apart) {
            byte[] flipped = text.clone();
            flipped[place] ^= 1;
            damage(name, new String(flipped, StandardCharsets.US_ASCII));
            assertThrows(BlobMissing.class, () -> blobs.read(name));
            blobs.store(text);
            damage(name, new String(flipped, 0, place, StandardCharsets.US_ASCII)); // and cut off there
            assertThrows(BlobMissing.class, () -> blobs.file(name));
            blobs.store(text);
        }
        assertArrayEquals(text, blobs.read(name));
    }

    @Test
    void anAbsentBlobIsNamed() {
        assertFalse(blobs.holds(ABC_NAME));
        assertEquals(
                ABC_NAME,
                assertThrows(BlobMissing.class, () -> blobs.read(ABC_NAME)).sha256());
        assertThrows(BlobMissing.class, () -> blobs.file(ABC_NAME));
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
        assertEquals(0, blobs.stock().files());
    }

    @Test
    void onlyDigestsAreNames() {
        assertThrows(IllegalArgumentException.class, () -> blobs.read("../../etc/passwd"));
        assertThrows(IllegalArgumentException.class, () -> blobs.file("quarantine/" + ABC_NAME));
        assertThrows(IllegalArgumentException.class, () -> blobs.holds(ABC_NAME.toUpperCase(Locale.ROOT)));
    }

    private long drafts() throws IOException {
        try (var files = Files.list(folder.resolve("blobs/drafts"))) {
            return files.count();
        }
    }
}
