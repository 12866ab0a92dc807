package art.pinhua.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {
    @TempDir
    Path folder;

    @Test
    void aFullDiskIsNamedWithItsFolder() {
        Surroundings.requireSpace(folder, 300_000_000);
        var message = refusal(() -> Surroundings.requireSpace(folder, 12_345_678));
        assertTrue(message.startsWith("only 12 MB are free for the data folder " + folder), message);
        assertTrue(message.endsWith("choose another folder with PINHUA_DATA"), message);
    }

    @Test
    void aDataFolderThatIsAFileIsRefused() throws IOException {
        var file = Files.writeString(folder.resolve("taken"), "a file");
        var message = refusal(() -> Surroundings.requireRoom(file.resolve("data")));
        assertTrue(message.contains(file.toString()) && message.contains("PINHUA_DATA"), message);
    }

    @Test
    void processesThatStartTogetherShareOneSecret() {
        var seen = ConcurrentHashMap.<String>newKeySet();
        try (var starts = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 64; i++) {
                int file = i % 4;
                starts.execute(() -> seen.add(file + DataFolder.secret(folder, "secret-" + file)));
            }
        }
        assertEquals(4, seen.size());
        assertEquals(4, new HashSet<>(seen).size());
        try (var left = Files.list(folder)) {
            assertEquals(4, left.count(), "no drafts are left");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String refusal(Runnable start) {
        var message = String.valueOf(assertThrows(CannotStart.class, start::run).getMessage());
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
