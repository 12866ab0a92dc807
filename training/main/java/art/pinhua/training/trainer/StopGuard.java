package art.pinhua.training.trainer;

import art.pinhua.training.contract.EarlyStop;
import java.util.Map;
import java.util.Optional;

/// One rule that may end a run. What it has seen is part of the checkpoint, so that a resumed run stops where an
/// uninterrupted one does.
interface StopGuard {
    Optional<EarlyStop> reasonToStop();

    /// Adds its state to the numbers of a checkpoint, under names of its own.
    void save(Map<String, String> numbers);

    void restore(Map<String, String> numbers);
}
