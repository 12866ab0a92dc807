package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.starter.Gallery;
import art.pinhua.training.starter.StarterData;
import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearntFromTest {
    private static final long LARGEST_TOGETHER = 40_000_000;

    @TempDir
    Path folder;

    /// A change of the art draws others in their place: then nobody can look for copies any more.
    @Test
    void shippedModelsSayWhatTheyLearntFrom() throws IOException {
        var first = new LearntFrom(1, 24_000);
        assertEquals(List.of(first), LearntFrom.of(Path.of("models/starter-64")), "as models said it at first");
        var all = LearntFrom.of(Path.of("models/starter-128"));
        assertEquals(first, all.getFirst());
        assertEquals(2, all.size());
        assertEquals(24_000, all.getLast().pictures());
        assertNotNull(all.getLast().sha256());
        var gallery = StarterSizes.of(128).curriculum().training(all.getLast().seed());
        assertFalse(all.getLast().isLost(gallery), "drawn as then");
    }

    @Test
    void aFolderThatDoesNotSayLearntFromNothingKnown() throws IOException {
        assertEquals(List.of(), LearntFrom.of(folder));
        assertEquals(List.of(), LearntFrom.of(folder.resolve("model.safetensors")));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        var all = List.of(new LearntFrom(1, 24_000), new LearntFrom(-9, 24, "0123"));
        Files.writeString(
                folder.resolve("training.json"), LearntFrom.toJson(all).toString());
        assertEquals(all, LearntFrom.of(folder));
    }

    @Test
    void whatARunSawAgainIsNamedOnce() {
        var first = new LearntFrom(1, 24, "by one art");
        var more = new LearntFrom(1, 48, "by one art");
        assertEquals(List.of(more), more.after(List.of(first)));
        assertEquals(List.of(more, first), first.after(List.of(more)), "it holds fewer");
        var other = new LearntFrom(1, 48, "by another art");
        assertEquals(List.of(first, other), other.after(List.of(first)));
        assertEquals(List.of(first, new LearntFrom(2, 24)), new LearntFrom(2, 24).after(List.of(first)));
    }

    @Test
    void drawingsOfAnotherArtAreLost() {
        Gallery gallery = StarterData.training(1, 16);
        LearntFrom drawn = LearntFrom.drawn(gallery, 1, 24);
        assertFalse(drawn.isLost(gallery));
        assertTrue(drawn.isLost(StarterData.training(2, 16)));
        assertFalse(new LearntFrom(1, 24).isLost(gallery), "nobody knows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{}", "{\"seed\":1}", "{\"seed\":1,\"pictures\":0}", "{\"learntFrom\":[]}"})
    void aDamagedFileIsNamed(String json) throws IOException {
        Files.writeString(folder.resolve("training.json"), json);
        var refusal = assertThrows(TrainingException.class, () -> LearntFrom.of(folder));
        assertTrue(String.valueOf(refusal.getMessage()).contains("training.json is damaged"), refusal.getMessage());
    }

    @Test
    void shippedModelsAreSmall() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("models"))) {
            long bytes = files.filter(Files::isRegularFile)
                    .mapToLong(LearntFromTest::size)
                    .sum();
            assertTrue(bytes > 0 && bytes <= LARGEST_TOGETHER, () -> bytes + " bytes");
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
