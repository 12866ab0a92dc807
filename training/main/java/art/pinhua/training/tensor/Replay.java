package art.pinhua.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Function;

/// A computation that is written down when it is done for given shapes a second time, and from then on is one call of
/// the engine: what it makes on the way never comes to Java, and its memory is used again at once. The result is the
/// same to the bit, and so are gradients where they are recorded.
///
/// The computation must consist of [Operations] alone, be a function of its inputs, and choose its way by their shapes
/// and types and by whether gradients are recorded. The arrays' own arithmetic is noticed and refused.
public final class Replay implements AutoCloseable {
    /// Shapes whose method is kept.
    private static final int KEPT = 16;

    /// Shapes that are remembered as having come.
    private static final int REMEMBERED = 64;

    private final Tensors tensors;
    private final List<NDArray> weights;
    private final Function<List<NDArray>, NDArray> computation;
    private final SequencedSet<String> seen = new LinkedHashSet<>();
    private final Map<String, PtSymbolBlock> methods = new LinkedHashMap<>(16, 0.75f, true);

    /// @param weights     arrays that the computation reads beside its inputs; they must outlive this object
    /// @param computation inputs to result
    public Replay(Tensors tensors, Collection<NDArray> weights, Function<List<NDArray>, NDArray> computation) {
        this.tensors = tensors;
        this.computation = computation;
        var distinct = Collections.newSetFromMap(new IdentityHashMap<NDArray, Boolean>());
        this.weights = weights.stream().filter(distinct::add).toList();
    }

    /// @return the computation's result, which belongs to the current step
    /// @throws IllegalStateException for a computation that cannot be written down
    public NDArray apply(List<NDArray> inputs) {
        String shapes = shapes(inputs) + tensors.isRecording();
        PtSymbolBlock method = methods.get(shapes);
        if (method != null) {
            return ModuleCall.forward(method, List.of(weights), inputs);
        }
        // a shape that never comes again is not worth the writing
        return isNew(shapes) ? computation.apply(inputs) : written(shapes, inputs);
    }

    private boolean isNew(String shapes) {
        boolean isNew = seen.add(shapes);
        if (seen.size() > REMEMBERED) {
            seen.removeFirst();
        }
        return isNew;
    }

    /// Shapes known from before.
    int remembered() {
        return seen.size();
    }

    private static String shapes(List<NDArray> inputs) {
        var shapes = new StringBuilder();
        inputs.forEach(input -> shapes.append(input.getDataType()).append(input.getShape()));
        return shapes.toString();
    }

    private NDArray written(String shapes, List<NDArray> inputs) {
        var tape = new Tape(weights, inputs);
        NDArray result = tensors.taped(tape, () -> computation.apply(inputs));
        methods.put(shapes, tensors.compiled(tape, result));
        if (methods.size() > KEPT) {
            var oldest = methods.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
        return result;
    }

    @Override
    public void close() {
        methods.values().forEach(PtSymbolBlock::close);
        methods.clear();
    }
}
