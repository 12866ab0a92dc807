package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
    @TempDir
    Path folder;

    private long nanos;

    private Progress progress() {
        return new Progress(folder, "pictures", 10_000, 1, () -> nanos);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("progress.log"));
    }

    @Test
    void nothingIsSaidOfTheTimeLeftUntilTheRateIsKnown() throws IOException {
        var progress = progress();
        progress.passing(0, 2000);
        nanos = 10_000_000_000L;
        progress.passing(2000, 2000);
        assertEquals(2, lines().size());
        assertFalse(lines().getFirst().contains("left"), lines().getFirst());
        assertTrue(lines().getLast().endsWith("200.0 pictures/s  0:40 left"), lines().getLast());
        progress().report(5, "");
        assertFalse(lines().getLast().contains("left"), lines().getLast());
    }

    /// What another process did before is no part of the rate.
    @Test
    void theRateAfterAResumeIsThatOfTheResumedTraining() throws IOException {
        var progress = progress();
        for (int i = 3000; i <= 4000; i++) {
            progress.passing(i, 2000);
            nanos += 10_000_000;
        }
        assertEquals(1, lines().size());
        assertTrue(lines().getFirst().endsWith("100.0 pictures/s  1:00 left"), lines().getFirst());
    }
}
