package art.pinhua.finetuning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/// One event of a run's stream: `started` (again, from a checkpoint), `step`, `heldout`, `sample`, and at the end
/// `done`, `failed` or `cancelled`. Every one has a `step`; the other fields are those of the subject.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunUpdate(
        String type,
        @Nullable Integer step,
        @JsonUnwrapped @Nullable RunMetric metric,
        @Nullable Double secondsLeft,
        @JsonUnwrapped @Nullable RunHeldout heldout,
        @JsonUnwrapped @Nullable RunSample sample,
        @Nullable String message) {

    static RunUpdate started(int step) {
        return new RunUpdate("started", step, null, null, null, null, null);
    }

    static RunUpdate step(RunMetric metric, @Nullable Double secondsLeft) {
        return new RunUpdate("step", null, metric, secondsLeft, null, null, null);
    }

    static RunUpdate heldout(RunHeldout heldout) {
        return new RunUpdate("heldout", null, null, null, heldout, null, null);
    }

    static RunUpdate sample(RunSample sample) {
        return new RunUpdate("sample", null, null, null, null, sample, null);
    }

    /// The last event of a run that has ended.
    static RunUpdate ended(Run run) {
        String type = run.state().name().toLowerCase(java.util.Locale.ROOT);
        return new RunUpdate(type, run.step(), null, null, null, null, run.error());
    }
}
