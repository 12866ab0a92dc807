package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
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
    /// Pixels from which on it is quicker to sum weights than to enlarge: slower at 256, quicker at 1,024.
    private static final long MANY = 512;

    NDArray apply(NDArray x) {
        return adapter == null
                ? tensors.conv2d(x, weight, bias, stride, padding)
                : adapter.conv2d(tensors, x, weight, bias, stride, padding);
    }

    /// What it makes of an array enlarged to twice its sides by nearest neighbours.
    /// @param x (B, in, H, W), closed
    NDArray ofDoubled(NDArray x) {
        Shape size = x.getShape();
        if (bias != null && folds(x)) {
            return tensors.consuming(x, small -> tensors.conv2dOfDoubled(small, weight, bias));
        }
        NDArray large = tensors.consuming(x, small -> tensors.upsampleNearest(small, 2 * size.get(2), 2 * size.get(3)));
        return tensors.consuming(large, this::apply);
    }

    /// On processors in fp32 and for many pixels, where it was measured; training keeps to the reference.
    private boolean folds(NDArray x) {
        Shape size = x.getShape();
        return adapter == null
                && weight.getShape().get(2) == 3
                && stride == 1
                && padding == 1
                && size.get(0) * size.get(2) * size.get(3) >= MANY
                && x.getDataType() == DataType.FLOAT32
                && !x.getDevice().isGpu()
                && !tensors.isRecording();
    }
}
