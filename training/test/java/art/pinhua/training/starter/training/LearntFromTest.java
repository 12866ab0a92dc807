package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearntFromTest {
    private static final long LARGEST_TOGETHER = 40_000_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"models/starter-64", "models/starter-128"})
    void shippedModelsSayWhatTheyLearntFrom(String model) throws IOException {
        assertEquals(Optional.of(new LearntFrom(1, 24_000)), LearntFrom.of(Path.of(model)));
    }

    @Test
    void aFolderThatDoesNotSayLearntFromNothingKnown() throws IOException {
        assertEquals(Optional.empty(), LearntFrom.of(folder));
        assertEquals(Optional.empty(), LearntFrom.of(folder.resolve("model.safetensors")));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        var learnt = new LearntFrom(-9, 24);
        Files.writeString(folder.resolve("training.json"), learnt.toJson().toString());
        assertEquals(Optional.of(learnt), LearntFrom.of(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{}", "{\"seed\":1}", "{\"seed\":1,\"pictures\":0}"})
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
