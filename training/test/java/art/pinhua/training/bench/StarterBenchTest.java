package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterBenchTest {
    @TempDir
    Path folder;

    @Test
    void measuredPartOfThePageIsReplacedAndTheRestKept() throws IOException {
        var page = Files.writeString(
                folder.resolve("page.md"), "before\n<!-- measured -->\nold\n<!-- end of measured -->\nafter\n");
        StarterBench.writeInto(page, "| new |\n");
        assertEquals("before\n<!-- measured -->\n| new |\n<!-- end of measured -->\nafter\n", Files.readString(page));
    }

    @Test
    void pageWithoutMarksIsLeftAlone() throws IOException {
        var page = Files.writeString(folder.resolve("page.md"), "prose\n");
        assertThrows(IllegalArgumentException.class, () -> StarterBench.writeInto(page, "| new |\n"));
        assertEquals("prose\n", Files.readString(page));
    }

    @Test
    void nothingToMeasureIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new StarterBench.Setting("models/none", 0, 10, 20, 4, 1));
    }
}
