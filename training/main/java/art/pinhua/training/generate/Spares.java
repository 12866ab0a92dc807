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
/// memory than it takes to fill it. What is left is closed.
final class Spares implements AutoCloseable {
    private static final int CONVOLUTION = 4;

    private record Form(Shape shape, DataType type, boolean bfloat16, boolean channelsLast) {}

    private final Tensors tensors;
    private final Map<Form, Deque<NDArray>> arrays = new HashMap<>();

    Spares(Tensors tensors) {
        this.tensors = tensors;
    }

    /// @param own changes hands
    void add(Collection<AdaptedModel.Own> own) {
        for (AdaptedModel.Own each : own) {
            Form form = form(each.array(), each.channelsLast());
            arrays.computeIfAbsent(form, first -> new ArrayDeque<>()).add(each.array());
        }
    }

    /// One of this shape and type, which is the caller's from now on.
    /// @param channelsLast whether its channels lie innermost, if it is of a convolution
    @Nullable
    NDArray take(NDArray like, boolean channelsLast) {
        Deque<NDArray> fitting = arrays.get(form(like, channelsLast));
        return fitting == null ? null : fitting.poll();
    }

    /// Levels of one denoiser may lie differently, see [Layout].
    private Form form(NDArray array, boolean channelsLast) {
        Shape shape = array.getShape();
        boolean innermost = channelsLast && shape.dimension() == CONVOLUTION;
        return new Form(shape, array.getDataType(), tensors.isBfloat16(array), innermost);
    }

    @Override
    public void close() {
        arrays.values().forEach(fitting -> fitting.forEach(NDArray::close));
        arrays.clear();
    }
}
