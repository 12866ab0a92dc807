package art.pinhua.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final Instant TIME = Instant.parse("2026-01-02T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void whatIsOldAndSoNamedGoesAlone() throws IOException {
        Path old = written("blob1.tmp", TIME.minusSeconds(1));
        Path young = written("blob2.tmp", TIME);
        Path other = written("note", TIME.minusSeconds(1));
        Leftovers.removeOlder(folder, "blob*.tmp", TIME);
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young), "somebody may still write it");
        assertTrue(Files.exists(other));
    }

    @Test
    void aFolderGoesWithAllInIt() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("old/inner"));
        Files.writeString(inner.resolve("0.png"), "");
        Files.setLastModifiedTime(folder.resolve("old"), FileTime.from(TIME.minusSeconds(1)));
        Leftovers.removeOlder(folder, "*", TIME);
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void whatIsNotThereIsNoTrouble() {
        Leftovers.removeOlder(folder.resolve("nowhere"), "*", TIME);
        Leftovers.remove(folder.resolve("nowhere"));
        assertFalse(Files.exists(folder.resolve("nowhere")));
    }

    private Path written(String name, Instant at) throws IOException {
        var file = Files.writeString(folder.resolve(name), "half");
        return Files.setLastModifiedTime(file, FileTime.from(at));
    }
}
