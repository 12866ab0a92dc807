package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
    @TempDir
    Path folder;

    private long nanos;

    private Progress progress() {
        return new Progress(folder, "pictures", 10_000, 1, LongUnaryOperator.identity(), () -> nanos);
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

    /// Pictures shown between two lines, say.
    @Test
    void whatIsNoStepIsNoPartOfTheRate() throws IOException {
        var progress = progress();
        progress.stepping(0);
        nanos = 500_000_000_000L;
        progress.restart(1000);
        nanos += 10_000_000_000L;
        progress.report(2000, "");
        assertTrue(lines().getLast().endsWith("100.0 pictures/s  1:20 left"), lines().getLast());
    }

    @Test
    void stepsThatTakeLongerAreCountedAsSuch() throws IOException {
        var progress =
                new Progress(folder, "autoencoder", 200, 1, n -> n <= 100 ? n : 100 + 4 * (n - 100), () -> nanos);
        progress.stepping(0);
        nanos = 50_000_000_000L;
        progress.report(50, "");
        assertTrue(lines().getLast().endsWith("1.0 pictures/s  7:30 left"), lines().getLast());
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
