package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.starter.training.LearntFrom;
import java.util.List;
import org.junit.jupiter.api.Test;

class StarterBenchTest {
    @Test
    void nothingToMeasureIsRefused() {
        var learntFrom = List.of(new LearntFrom(1, 10));
        assertThrows(
                IllegalArgumentException.class,
                () -> new StarterBench.Setting("models/none", 0, 10, learntFrom, 20, 4, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new StarterBench.Setting("models/none", 10, 10, List.of(), 20, 4, 1));
    }

    @Test
    void oneGateThatIsMissedIsEnough() {
        assertTrue(new StarterBench.Gates(true, true, true, true).all());
        assertFalse(new StarterBench.Gates(false, true, true, true).all());
        assertFalse(new StarterBench.Gates(true, false, true, true).all());
        assertFalse(new StarterBench.Gates(true, true, false, true).all());
        assertFalse(new StarterBench.Gates(true, true, true, false).all());
    }
}
