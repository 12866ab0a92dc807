package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteProgressTest {
    private final List<String> told = new ArrayList<>();
    private final ByteProgress step =
            new ByteProgress((done, total) -> told.add(done + "/" + total), () -> told.add("go on?"));

    @Test
    void bytesAreToldAsHundredthsBeforeTheQuestionWhetherToGoOn() {
        step.begin(16L << 30);
        step.add(4L << 30);
        step.add(12L << 30);
        assertEquals(List.of("25/100", "go on?", "100/100", "go on?"), told);
    }

    @Test
    void anotherStepBeginsAtNothing() {
        step.begin(2);
        step.add(2);
        step.begin(4);
        step.add(1);
        assertEquals("25/100", told.get(2));
    }

    @Test
    void aFileThatGrewIsNoMoreThanTheWhole() {
        step.begin(2);
        step.add(3);
        assertEquals("100/100", told.getFirst());
    }

    @Test
    void ofNoBytesNothingIsTold() {
        step.begin(0);
        step.add(0);
        assertEquals(List.of("go on?"), told);
    }
}
