package art.pinhua.training.starter.training;

import art.pinhua.training.trainer.Trainee;
import java.util.Arrays;

/// Measures how long a step takes.
final class Pace {
    private static final int WARM_UP = 3;
    private static final int MEASURED = 8;

    private Pace() {}

    /// Takes some steps of a trainee that is thrown away afterwards.
    /// @return median seconds per step, so that a pause of the machine does not count
    static double secondsPerStep(Trainee trial) {
        var seconds = new double[MEASURED];
        for (int step = 0; step < WARM_UP + MEASURED; step++) {
            long start = System.nanoTime();
            trial.step(step);
            if (step >= WARM_UP) {
                seconds[step - WARM_UP] = (System.nanoTime() - start) / 1e9;
            }
        }
        Arrays.sort(seconds);
        return seconds[MEASURED / 2];
    }
}
