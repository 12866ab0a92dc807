package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StarterBenchTest {
    @Test
    void nothingToMeasureIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new StarterBench.Setting("models/none", 0, 10, 1, 10, 20, 4, 1));
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
