package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.trainer.StopRequest;
import art.pinhua.training.trainer.Trainee;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final StopRequest stop = new StopRequest();
    private int taken;

    /// @param nanos that a step takes
    private Trainee trainee(long nanos, int stopAfter) {
        return new Trainee() {
            @Override
            public void step(long step) {
                long end = System.nanoTime() + nanos;
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
                if (++taken == stopAfter) {
                    stop.stop();
                }
            }

            @Override
            public SequencedMap<String, NDArray> state() {
                return new LinkedHashMap<>();
            }

            @Override
            public void after(long done) {}

            @Override
            public void saved(long done, String file) {}
        };
    }

    @Test
    void aDozenStepsTellThePace() {
        Pace pace = Pace.of(trainee(1_000_000, -1), stop);
        assertEquals(12, taken);
        assertTrue(pace.best() >= .001 && pace.median() >= pace.best(), pace.toString());
    }

    @Test
    void aStopIsHeededBetweenSteps() {
        assertThrows(StopRequest.Stopped.class, () -> Pace.of(trainee(0, 5), stop));
        assertEquals(5, taken);
    }
}
