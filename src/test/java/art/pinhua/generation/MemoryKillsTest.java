package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryKillsTest {
    @TempDir
    Path folder;

    @Test
    void onlyThoseSinceTheBeginningCount() throws IOException {
        var counters = counters("nr_free_pages 12\noom_kill 3\nnuma_hit 4\n");
        var kills = MemoryKills.fromNow(counters);
        assertFalse(kills.possible());
        counters("nr_free_pages 99\noom_kill 4\nnuma_hit 5\n");
        assertTrue(kills.possible());
        assertFalse(MemoryKills.fromNow(counters).possible());
    }

    @Test
    void whatTheKernelDoesNotTellIsPossible() throws IOException {
        assertTrue(MemoryKills.fromNow(folder.resolve("nowhere")).possible());
        assertTrue(MemoryKills.fromNow(counters("nr_free_pages 12\n")).possible());
        assertTrue(MemoryKills.fromNow(counters("oom_kill many\n")).possible());
    }

    private Path counters(String text) throws IOException {
        return Files.writeString(folder.resolve("vmstat"), text);
    }
}
