package art.pinhua.finetuning;

import art.pinhua.platform.SystemPart;
import art.pinhua.platform.sql.SqlFailure;
import jakarta.inject.Singleton;

/// Trainers come and go with their runs: one that is not there is not missed.
@Singleton
class TrainerPart implements SystemPart {
    private final RunRows runs;
    private final TrainerSettings settings;

    TrainerPart(RunRows runs, TrainerSettings settings) {
        this.runs = runs;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "trainer";
    }

    @Override
    public State state() {
        try {
            return state(runs.count(RunState.RUNNING), runs.count(RunState.QUEUED));
        } catch (SqlFailure away) {
            return State.down("The runs cannot be read: the database does not answer.");
        }
    }

    private State state(long running, long waiting) {
        var figures = new Figure[] {
            Figure.count("running", running),
            Figure.count("waiting", waiting),
            Figure.count("threads", settings.threads())
        };
        return running > 0 ? State.up(null, figures) : State.idle(figures);
    }
}
