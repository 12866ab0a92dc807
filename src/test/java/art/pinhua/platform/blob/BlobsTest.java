package art.pinhua.platform.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The suite over a folder.
class BlobsTest extends BlobSuite {
    @Override
    BlobShelf shelf(Path folder) {
        return new FolderShelf(folder.resolve("blobs"));
    }

    @Override
    void damage(String sha256, String text) throws IOException {
        var file = folder.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, text);
    }

    @Test
    void storingAgainTouchesNothing() throws IOException {
        blobs.store(ABC);
        var before = FileTime.from(Instant.parse("2026-01-02T00:00:00Z"));
        Files.setLastModifiedTime(blobs.file(ABC_NAME), before);
        blobs.store(ABC);
        assertEquals(before, Files.getLastModifiedTime(blobs.file(ABC_NAME)));
    }

    @Test
    void damagedBytesLieInQuarantineToBeLookedAt() throws IOException {
        blobs.store(ABC);
        damage(ABC_NAME, "abd");
        assertThrows(BlobMissing.class, () -> blobs.file(ABC_NAME));
        assertEquals("abd", Files.readString(folder.resolve("blobs/quarantine").resolve(ABC_NAME)));
    }
}
