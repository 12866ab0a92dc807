package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.DataFolder;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What attempts at generations leave behind whose process was killed.
class EngineFoldersTest {
    private static final UUID GENERATION = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

    @TempDir
    Path data;

    private EngineFolders folders;

    @BeforeEach
    void open() {
        folders = new EngineFolders(new DataFolder(data.toString()));
    }

    @Test
    void anAttemptRemovesWhatItsPredecessorsLeft() throws IOException {
        Path first = drawnIn(folders.make(GENERATION, 1));
        Path third = drawnIn(folders.make(GENERATION, 3));
        Path others = drawnIn(folders.make(OTHER, 1));
        assertFalse(Files.exists(first));
        Path second = folders.make(GENERATION, 2);
        assertEquals(data.toAbsolutePath().resolve("engine").resolve(GENERATION + "-2"), second);
        assertTrue(Files.isDirectory(second));
        assertTrue(Files.exists(third.resolve("0.png")), "of its successor, which took it for dead");
        assertTrue(Files.exists(others.resolve("0.png")));
    }

    @Test
    void whatHasNoNextAttemptGoesAtAStartAfterAWeek() throws IOException {
        Path old = drawnIn(folders.make(GENERATION, 1));
        Path young = drawnIn(folders.make(OTHER, 1));
        Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofDays(8))));
        Files.setLastModifiedTime(young, FileTime.from(NOW.minus(Duration.ofDays(6))));
        folders.removeOld(new StartupEvent(), Clock.fixed(NOW, ZoneOffset.UTC));
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young.resolve("0.png")));
    }

    private static Path drawnIn(Path folder) throws IOException {
        Files.writeString(folder.resolve("0.png"), "");
        return folder;
    }
}
