package art.pinhua.training.trainer;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Something that [TrainingLoop] can train: one step at a time, its whole state in named arrays and numbers.
public interface Trainee {
    /// Takes one optimiser step. All randomness is a function of the step.
    /// @param step counted from 0
    /// @throws TrainingException    when the loss or the gradient is not finite
    /// @throws StopRequest.Stopped when asked to stop in the middle; [#state] and [#numbers] are those
    ///                             before the step, and no further one is taken
    void step(long step);

    /// The arrays that decide the future. A checkpoint copies them out; resuming writes into these same arrays.
    SequencedMap<String, NDArray> state();

    /// State outside of arrays, as text that gives back the same numbers.
    default Map<String, String> numbers() {
        return Map.of();
    }

    /// Takes back what [#numbers] gave when the checkpoint was written; not called for a fresh start.
    default void restore(Map<String, String> numbers) {}

    /// Why there should be no further step, if so.
    default Optional<String> reasonToStop() {
        return Optional.empty();
    }

    /// Called after each step, with the number of steps done: reports, pictures, evaluations.
    void after(long done);

    /// Called after a checkpoint was written.
    void saved(long done, String file);
}
