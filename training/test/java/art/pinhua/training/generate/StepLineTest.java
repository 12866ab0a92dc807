package art.pinhua.training.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepLineTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(said, true, UTF_8);

    @Test
    void eachStepIsWrittenOverTheOneBefore() {
        var line = new StepLine(terminal, true);
        line.clear();
        line.listener(8, 8, 20).stepped(10, 10, List::of);
        line.listener(16, 4, 20).stepped(1, 10, List::of);
        line.clear();
        line.clear();
        String first = "pictures 9 to 16 of 20, step 10 of 10";
        String second = "pictures 17 to 20 of 20, step 1 of 10";
        String blank = " ".repeat(second.length());
        assertEquals("\r" + first + "\r" + second + "\r" + blank + "\r", said.toString(UTF_8));
    }

    @Test
    void nothingStaysOfALongerOne() {
        var line = new StepLine(terminal, true);
        line.listener(0, 1, 2).stepped(10, 10, List::of);
        line.listener(1, 1, 2).stepped(1, 10, List::of);
        assertEquals("\rpicture 1 of 2, step 10 of 10\rpicture 2 of 2, step 1 of 10 ", said.toString(UTF_8));
    }

    @Test
    void aFileIsToldNothing() {
        assertSame(PictureListener.NONE, new StepLine(terminal, false).listener(0, 1, 1));
    }
}
