package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaderTrainingTest {
    @TempDir
    Path folder;

    private byte[] trained(String name, Optional<Path> from) throws IOException {
        return trained(folder, 7, name, from);
    }

    private static byte[] trained(Path folder, long seed, String name, Optional<Path> from) throws IOException {
        Path out = folder.resolve(name);
        ReaderTraining.run(folder, out, new ReaderTraining.Plan(seed, 6, 2, 3, 1, from));
        return Files.readAllBytes(out);
    }

    @Test
    void trainingRepeatsAndGoesOnFromItsWeights() throws IOException {
        var first = trained("first", Optional.empty());
        assertArrayEquals(first, trained("again", Optional.empty()));
        var longer = trained("longer", Optional.of(folder.resolve("first")));
        assertFalse(Arrays.equals(first, longer));
        assertTrue(moved(first, longer) < .01, "moved by " + moved(first, longer)); // fresh ones are .1 apart
    }

    /// As after a change of the art: pixels come from the file, answers from the code and the seed.
    @Test
    void drawingsOfAnotherSeedAreDrawnAnew() throws IOException {
        trained("first", Optional.empty());
        trained("again", Optional.empty());
        Path log = folder.resolve("progress.log");
        assertFalse(Files.readString(log).contains("drawn anew"), "these are the same");
        var other = trained(folder, 8, "other", Optional.empty());
        assertTrue(Files.readString(log).contains("lesson.bin was drawn by another seed"));
        assertArrayEquals(trained(folder.resolve("fresh"), 8, "other", Optional.empty()), other);
    }

    @Test
    void otherWeightsAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("short"), new byte[10]);
        var wrong = assertThrows(IllegalArgumentException.class, () -> trained("out", Optional.of(file)));
        assertTrue(String.valueOf(wrong.getMessage()).contains("10 bytes"), wrong.getMessage());
        Path missing = folder.resolve("missing");
        assertThrows(IllegalArgumentException.class, () -> trained("out", Optional.of(missing)));
    }

    /// Mean distance of the weights.
    private static double moved(byte[] before, byte[] after) {
        double sum = 0;
        for (int i = 0; i < before.length; i += 2) {
            sum += Math.abs(half(before, i) - half(after, i));
        }
        return sum / (before.length / 2.0);
    }

    private static float half(byte[] bytes, int at) {
        return Float.float16ToFloat((short) (bytes[at] & 255 | bytes[at + 1] << 8));
    }
}
