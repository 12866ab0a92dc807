package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StarterBenchTest {
    @Test
    void nothingToMeasureIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new StarterBench.Setting("models/none", 0, 10, 10, 20, 4, 1));
    }
}
