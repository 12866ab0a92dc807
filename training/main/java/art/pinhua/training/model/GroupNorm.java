package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;

/// Normalises groups of channels of (B, C, …), then scales and shifts each channel.
///
/// @param weight (C)
/// @param bias   (C)
record GroupNorm(Tensors tensors, NDArray weight, NDArray bias, int groups, double epsilon) {
    NDArray apply(NDArray x) {
        return tensors.groupNorm(x, groups, weight, bias, epsilon);
    }

    /// The norm, then SiLU.
    NDArray silu(NDArray x) {
        return tensors.groupNormSilu(x, groups, weight, bias, epsilon);
    }
}
