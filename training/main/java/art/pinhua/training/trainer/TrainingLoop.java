package art.pinhua.training.trainer;

import java.io.IOException;
import java.util.Map;

/// The loop that every training shares: resume from the last good checkpoint, step, save, stop when asked.
public final class TrainingLoop {
    public enum Outcome {
        FINISHED,
        STOPPED
    }

    private final Checkpoints checkpoints;
    private final StopRequest stop;

    public TrainingLoop(Checkpoints checkpoints, StopRequest stop) {
        this.checkpoints = checkpoints;
        this.stop = stop;
    }

    /// @param steps           steps in all, those before a resume included
    /// @param checkpointEvery steps between checkpoints; there is also one at the end and one when stopped
    public Outcome run(Trainee trainee, long steps, long checkpointEvery) throws IOException {
        Map<String, String> numbers = checkpoints.restoreInto(trainee.state());
        long done = checkpoints.lastStep();
        if (done > 0) {
            trainee.restore(numbers);
        }
        while (done < steps && trainee.reasonToStop().isEmpty()) {
            if (stop.isRequested() || !stepped(trainee, done)) {
                save(trainee, done);
                return Outcome.STOPPED;
            }
            done++;
            trainee.after(done);
            if (done % checkpointEvery == 0) {
                save(trainee, done);
            }
        }
        save(trainee, done);
        return Outcome.FINISHED;
    }

    /// @return whether the step was taken to its end
    private static boolean stepped(Trainee trainee, long step) {
        try {
            trainee.step(step);
            return true;
        } catch (StopRequest.Stopped asked) {
            return false;
        }
    }

    private void save(Trainee trainee, long done) throws IOException {
        if (done > 0 && checkpoints.lastStep() != done) {
            trainee.saved(done, checkpoints.write(done, trainee.state(), trainee.numbers()));
        }
    }
}
