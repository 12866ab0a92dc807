package art.pinhua.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BallastTest {
    @TempDir
    Path folder;

    @Test
    void itHoldsItsRoomUntilItIsDropped() throws IOException {
        var ballast = new Ballast(folder, 3 << 20);
        ballast.take();
        ballast.take();
        assertEquals(3 << 20, Files.size(folder.resolve("ballast")));
        assertTrue(ballast.drop());
        assertFalse(Files.exists(folder.resolve("ballast")));
        assertFalse(ballast.drop(), "there is no second one");
    }

    @Test
    void halfOfItIsForVotesAndHalfForRecovery() throws IOException {
        var ballast = new Ballast(folder, 4 << 20);
        assertFalse(ballast.give(0), "there is none yet");
        ballast.take();
        assertFalse(ballast.give(16 << 20), "room for a segment of the log");
        assertTrue(ballast.give((16 << 20) - 1));
        assertEquals(2 << 20, Files.size(folder.resolve("ballast")));
        assertFalse(ballast.give(0), "the rest is for recovery");
        ballast.take();
        assertEquals(4 << 20, Files.size(folder.resolve("ballast")), "whole again once there is room");
    }

    @Test
    void whereThereIsNoRoomNothingHappens() throws IOException {
        new Ballast(folder, Long.MAX_VALUE / 4).take();
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void sizesAreReadAsTheyAreWritten() {
        assertEquals(64L << 20, Ballast.size("64M"));
        assertEquals(1L << 30, Ballast.size("1g"));
        assertEquals(0, Ballast.size("0"));
        var refusal = assertThrows(CannotStart.class, () -> Ballast.size("much"));
        assertEquals("PINHUA_POSTGRES_BALLAST must look like 64M, was much", refusal.getMessage());
    }
}
