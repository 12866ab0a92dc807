package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.LearningRate;
import art.pinhua.training.trainer.Optimiser;
import art.pinhua.training.trainer.TrainingException;
import java.util.function.Supplier;

/// The steps of one stage of a starter training.
///
/// @param stage what learns, as a message names it
record Descent(Tensors tensors, Optimiser optimiser, LearningRate rate, String stage) {
    /// @param loss computes it, recorded
    /// @return its value
    /// @throws TrainingException when the loss or the gradient is not finite
    double step(long step, Supplier<NDArray> loss) {
        double value = tensors.step(true, () -> {
            NDArray result = loss.get();
            tensors.backward(result);
            return (double) tensors.value(result);
        });
        double norm = optimiser.update(step, rate.at(step));
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
            throw new TrainingException(
                    "The loss of the %s became %s, its gradient %s, at step %d".formatted(stage, value, norm, step));
        }
        return value;
    }
}
