package art.pinhua.training.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredPartTest {
    private static final String PAGE = """
            before
            <!-- measured: start -->
            old
            <!-- end of measured: start -->
            between
            <!-- measured: votes -->
            <!-- end of measured: votes -->
            after
            """;

    @TempDir
    Path folder;

    private Path page() throws IOException {
        return Files.writeString(folder.resolve("page.md"), PAGE);
    }

    @Test
    void onlyTheNamedPartIsReplaced() throws IOException {
        var page = page();
        MeasuredPart.write(page, "measured: start", "| new |\n");
        assertEquals(PAGE.replace("old", "| new |"), Files.readString(page));
    }

    @Test
    void writingTwiceIsWritingOnce() throws IOException {
        var page = page();
        MeasuredPart.write(page, "measured: votes", "| 1 |\n");
        var once = Files.readString(page);
        MeasuredPart.write(page, "measured: votes", "| 1 |\n");
        assertEquals(once, Files.readString(page));
    }

    @Test
    void pageWithoutMarksIsLeftAlone() throws IOException {
        var page = page();
        assertThrows(IllegalArgumentException.class, () -> MeasuredPart.write(page, "measured: engine", "| new |\n"));
        assertEquals(PAGE, Files.readString(page));
    }

    @Test
    void marksAreAskedForBeforeAnythingIsMeasured() throws IOException {
        var page = page();
        MeasuredPart.require(page, "measured: start");
        assertThrows(IllegalArgumentException.class, () -> MeasuredPart.require(page, "measured: engine"));
        assertEquals(PAGE, Files.readString(page));
    }
}
