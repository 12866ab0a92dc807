package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Tensors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `x weightᵀ + bias` over the last axis, with an adapter if there is one.
///
/// @param weight (out, in)
/// @param bias   (out)
record Linear(
        Tensors tensors,
        NDArray weight,
        @Nullable NDArray bias,
        @Nullable Lora adapter) {
    NDArray apply(NDArray x) {
        return adapter == null ? tensors.linear(x, weight, bias) : adapter.linear(tensors, x, weight, bias);
    }

    Stream<NDArray> weights() {
        return bias == null ? Stream.of(weight) : Stream.of(weight, bias);
    }
}
