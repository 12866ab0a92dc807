package art.pinhua.training.starter.training;

import art.pinhua.training.trainer.Trainee;
import java.util.Arrays;

/// How long a step takes.
/// @param best   seconds of the fastest step: what the machine can do
/// @param median seconds of the middle one: what it does beside its other work
record Pace(double best, double median) {
    private static final int WARM_UP = 3;
    private static final int MEASURED = 9;

    /// Takes some steps of a trainee that is thrown away afterwards.
    static Pace of(Trainee trial) {
        var seconds = new double[MEASURED];
        for (int step = 0; step < WARM_UP + MEASURED; step++) {
            long start = System.nanoTime();
            trial.step(step);
            if (step >= WARM_UP) {
                seconds[step - WARM_UP] = (System.nanoTime() - start) / 1e9;
            }
        }
        Arrays.sort(seconds);
        return new Pace(seconds[0], seconds[MEASURED / 2]);
    }
}
