package art.pinhua.training.tensor;

import ai.djl.ndarray.NDArray;

/// How an array lies in memory.
public final class Strides {
    private Strides() {}

    /// Whether it lies row by row; else the engine makes a copy before it shows the memory.
    public static boolean rowByRow(Tensors tensors, NDArray array) {
        int before = tensors.manager().getManagedArrays().size();
        array.toByteBuffer(true);
        return tensors.manager().getManagedArrays().size() == before;
    }
}
