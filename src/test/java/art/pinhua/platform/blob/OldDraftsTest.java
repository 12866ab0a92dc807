package art.pinhua.platform.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.DataFolder;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left of blobs when a process is killed while it stores or fetches one.
class OldDraftsTest {
    private static final Instant NOW = Instant.parse("2020-01-02T00:00:00Z");

    @TempDir
    Path folder;

    /// Looked at while it is written: that is all that a killed process leaves.
    @Test
    void aDraftIsRemovedOnceNobodyCanBeWritingItAnyMore() throws IOException {
        var data = new DataFolder(folder.toString());
        Path drafts = folder.resolve("blobs/drafts");
        new Blobs(data).store(lookedAt(() -> removedAfterADay(data, drafts)));
        Path cache = data.folder("cache/blobs");
        String name = "0".repeat(64);
        var copies = new BlobCache(cache, 1 << 20, Clock.systemUTC());
        copies.file(name, () -> lookedAt(() -> removedAfterADay(data, cache)));
        assertTrue(Files.exists(cache.resolve("00").resolve(name)), "it is no draft any more");
    }

    /// Of a copy, since what is being written is needed on.
    private static void removedAfterADay(DataFolder data, Path drafts) throws IOException {
        Path draft = only(drafts);
        String name = draft.getFileName().toString();
        Path left = drafts.resolve(name.replace("blob", "blob0"));
        Files.copy(draft, left);
        Files.setLastModifiedTime(left, FileTime.from(NOW.minus(Duration.ofHours(23))));
        start(data);
        assertTrue(Files.exists(left));
        Files.setLastModifiedTime(left, FileTime.from(NOW.minus(Duration.ofHours(25))));
        start(data);
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(draft), "another process writes it");
    }

    private static void start(DataFolder data) {
        new OldDrafts().remove(new StartupEvent(), data, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Path only(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            List<Path> drafts = files.filter(Files::isRegularFile).toList();
            assertEquals(1, drafts.size(), drafts::toString);
            return drafts.getFirst();
        }
    }

    private interface Look {
        void take() throws IOException;
    }

    /// Content without a byte, with a look before its end.
    private static InputStream lookedAt(Look look) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                look.take();
                return -1;
            }
        };
    }
}
