package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.PipelineFolder;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The networks of an earlier training to begin with: layer by layer, where name and shape agree. What does not fit
/// stays fresh, so that a network can be widened at one place and keep what it has learnt elsewhere.
///
/// @param pipeline folder in diffusers layout; null begins from nothing
record Beginning(Tensors tensors, @Nullable Path pipeline) {
    /// Overwrites fresh weights with earlier ones.
    /// @param weights by key
    /// @return share of the numbers that were taken over, 0 to 1
    double into(SequencedMap<String, NDArray> weights, Network network) {
        if (pipeline == null) {
            return 0;
        }
        long taken = 0;
        long all = 0;
        try (var stored = PipelineFolder.open(pipeline).weights(network)) {
            Map<String, NDArray> earlier = Weights.load(tensors, stored.tensors());
            for (Map.Entry<String, NDArray> entry : weights.entrySet()) {
                NDArray fresh = entry.getValue();
                NDArray old = earlier.remove(entry.getKey());
                all += fresh.size();
                if (old != null
                        && Arrays.equals(
                                old.getShape().getShape(), fresh.getShape().getShape())) {
                    taken += old.size();
                    entry.setValue(old);
                    fresh.close();
                } else if (old != null) {
                    old.close();
                }
            }
            earlier.values().forEach(NDArray::close);
        } catch (IOException e) {
            throw new TrainingException(
                    "Cannot begin with %s of %s: %s".formatted(network, pipeline, e.getMessage()), e);
        }
        return (double) taken / all;
    }
}
