package art.pinhua.training.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.data.PreferenceData;
import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PracticeRunTest {
    @TempDir
    Path parent;

    @Test
    void practiceRunHasPicturesOfTheModelsSize() throws IOException {
        var folder = Files.createDirectories(parent.resolve("run"));
        RunConfig config = PracticeRun.write(folder, Fixtures.path("pipeline"), 3, 1);
        assertEquals(config, RunFiles.config(folder));
        var data = PreferenceData.read(Path.of(config.snapshot()));
        assertTrue(data.training().size() >= PracticeRun.PAIRS);
        String first = data.training().getFirst().images().getFirst();
        assertEquals(3 * 64 * 64, data.picture(first, 64, 64).length);
    }

    @Test
    void temporaryFolderLeavesNothing() throws IOException {
        Path path;
        try (var folder = TemporaryFolder.make("pinhua-test")) {
            path = folder.path();
            Files.writeString(Files.createDirectories(path.resolve("deep")).resolve("file"), "text");
            assertArrayEquals(new String[] {"deep"}, path.toFile().list());
        }
        assertTrue(Files.notExists(path));
    }
}
