package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/// A convolution of (B, in, H, W), with an adapter if there is one.
///
/// @param weight (out, in, k, k)
/// @param bias   (out), if there is one
record Conv(
        Tensors tensors,
        NDArray weight,
        @Nullable NDArray bias,
        int stride,
        int padding,
        @Nullable Lora adapter) {
    NDArray apply(NDArray x) {
        return adapter == null
                ? tensors.conv2d(x, weight, bias, stride, padding)
                : adapter.conv2d(tensors, x, weight, bias, stride, padding);
    }
}
