package art.pinhua.training.starter.training;

import art.pinhua.training.trainer.StopRequest;
import art.pinhua.training.trainer.Trainee;
import java.util.Arrays;

/// How long a step takes.
/// @param best   seconds of the fastest step: what the machine can do
/// @param median seconds of the middle one: what it does beside its other work
record Pace(double best, double median) {
    private static final int WARM_UP = 3;
    private static final int MEASURED = 9;

    /// Takes some steps of a trainee that is thrown away afterwards.
    /// @throws StopRequest.Stopped between two steps
    static Pace of(Trainee trial, StopRequest stop) {
        var seconds = new double[WARM_UP + MEASURED];
        for (int step = 0; step < seconds.length; step++) {
            stop.check();
            long start = System.nanoTime();
            trial.step(step);
            seconds[step] = (System.nanoTime() - start) / 1e9;
        }
        double[] measured = Arrays.copyOfRange(seconds, WARM_UP, seconds.length);
        Arrays.sort(measured);
        return new Pace(measured[0], measured[MEASURED / 2]);
    }
}
