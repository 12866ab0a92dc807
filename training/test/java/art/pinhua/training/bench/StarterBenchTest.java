package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.starter.training.LearntFrom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class StarterBenchTest {
    @Test
    void nothingToMeasureIsRefused() {
        var learntFrom = List.of(new LearntFrom(1, 10));
        assertEquals(1, setting(1, 1, learntFrom).prompts());
        for (Executable nothing : List.<Executable>of(
                () -> setting(0, 10, learntFrom), () -> setting(10, 0, learntFrom), () -> setting(10, 10, List.of()))) {
            var refusal = assertThrows(IllegalArgumentException.class, nothing);
            assertTrue(String.valueOf(refusal.getMessage()).startsWith("nothing to measure"), refusal.getMessage());
        }
    }

    private static StarterBench.Setting setting(int prompts, int drawings, List<LearntFrom> learntFrom) {
        return new StarterBench.Setting("models/none", prompts, drawings, learntFrom, 20, 4, 1);
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
