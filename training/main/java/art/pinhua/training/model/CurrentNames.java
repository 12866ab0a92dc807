package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.Shown;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Weights of older files under the names of today.
final class CurrentNames {
    /// Stands for the name of what plays no part.
    static final String NONE = "";

    private CurrentNames() {}

    /// Takes the arrays over: those that play no part are closed, and all of them when the file is refused.
    /// @param name today's name of a weight, or [#NONE]
    /// @throws UnsupportedModelException when two weights would have one name, naming it
    static SequencedMap<String, NDArray> of(Map<String, NDArray> weights, UnaryOperator<String> name) {
        return of(weights, name, NDArray::close);
    }

    /// As above, of shapes alone.
    static SequencedMap<String, long[]> ofShapes(Map<String, long[]> shapes, UnaryOperator<String> name) {
        return of(shapes, name, shape -> {});
    }

    private static <T> SequencedMap<String, T> of(
            Map<String, T> weights, UnaryOperator<String> name, Consumer<T> close) {
        var renamed = new LinkedHashMap<String, T>();
        weights.forEach((stored, weight) -> {
            String current = name.apply(stored);
            if (current.equals(NONE)) {
                close.accept(weight);
            } else if (renamed.putIfAbsent(current, weight) != null) {
                weights.values().forEach(close);
                throw new UnsupportedModelException(
                        "The weight " + Shown.name(current) + " comes twice, once under an older name");
            }
        });
        return renamed;
    }
}
