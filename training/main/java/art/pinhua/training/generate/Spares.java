package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Weights whose values nobody needs any more, to be written over: the system takes longer to give new
/// memory than it takes to fill it. All are of one base model, and so lie alike. What is left is
/// closed.
final class Spares implements AutoCloseable {
    private record Form(Shape shape, DataType type, boolean bfloat16) {}

    private final Tensors tensors;
    private final Map<Form, Deque<NDArray>> arrays = new HashMap<>();

    Spares(Tensors tensors) {
        this.tensors = tensors;
    }

    /// @param arrays change hands
    void add(Collection<NDArray> arrays) {
        arrays.forEach(array -> this.arrays
                .computeIfAbsent(form(array), form -> new ArrayDeque<>())
                .add(array));
    }

    /// One of this shape and type, which is the caller's from now on.
    @Nullable
    NDArray take(NDArray like) {
        Deque<NDArray> fitting = arrays.get(form(like));
        return fitting == null ? null : fitting.poll();
    }

    private Form form(NDArray array) {
        return new Form(array.getShape(), array.getDataType(), tensors.isBfloat16(array));
    }

    @Override
    public void close() {
        arrays.values().forEach(fitting -> fitting.forEach(NDArray::close));
        arrays.clear();
    }
}
