package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.util.stream.Stream;

/// Normalises the last axis, then scales and shifts it.
///
/// @param weight (D)
/// @param bias   (D)
record LayerNorm(Tensors tensors, NDArray weight, NDArray bias, double epsilon) {
    NDArray apply(NDArray x) {
        return tensors.layerNorm(x, weight, bias, epsilon);
    }

    Stream<NDArray> weights() {
        return Stream.of(weight, bias);
    }
}
