package art.pinhua.training.bench;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.model.UNet;
import art.pinhua.training.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/// What the denoisers of the XL family are told beside time and text.
final class SizeConditioning {
    private SizeConditioning() {}

    /// A source as large as the picture, which has the size the model was trained for, and nothing cut
    /// off.
    /// @param pooled (rows, pooledWidth), absent for the networks before XL
    /// @return absent likewise; belongs to the current step
    static UNet.@Nullable Added of(Tensors tensors, Networks networks, @Nullable NDArray pooled) {
        if (pooled == null) {
            return null;
        }
        float side = networks.nativeSize();
        float[] each = {side, side, 0, 0, side, side};
        int rows = (int) pooled.getShape().get(0);
        var all = new float[rows * each.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(each, 0, all, row * each.length, each.length);
        }
        return new UNet.Added(pooled, tensors.of(all, rows, each.length));
    }
}
