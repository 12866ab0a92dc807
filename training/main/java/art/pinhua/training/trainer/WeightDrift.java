package art.pinhua.training.trainer;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Tensors;
import java.util.Map;
import java.util.Objects;

/// How far training has moved the adapted layers: the Frobenius norm of all changes over that of all their weights.
/// What
/// a parent adapter changed belongs to the weights.
final class WeightDrift {
    /// @param ratio      of all adapted layers together
    /// @param layer      the one that moved most for its size
    /// @param layerRatio of that one
    record Moved(double ratio, String layer, double layerRatio) {}

    static final Moved NONE = new Moved(0, "", 0);

    private final Tensors tensors;
    private final Map<String, NDArray> weights;
    private final Map<String, Lora> parent;
    private final Map<String, Lora> trained;

    /// @param weights the base's, by key
    /// @param parent  adapters at the start, by module path; empty when they changed nothing
    /// @param trained adapters in training, by module path
    WeightDrift(Tensors tensors, Map<String, NDArray> weights, Map<String, Lora> parent, Map<String, Lora> trained) {
        this.tensors = tensors;
        this.weights = weights;
        this.parent = parent;
        this.trained = trained;
    }

    private record Norms(double change, double weight) {
        double ratio() {
            return change == 0 ? 0 : change / weight;
        }
    }

    Moved measure() {
        double changes = 0;
        double all = 0;
        String layer = "";
        double largest = 0;
        for (var entry : trained.entrySet()) {
            Norms norms = norms(entry.getKey(), entry.getValue());
            changes += norms.change() * norms.change();
            all += norms.weight() * norms.weight();
            if (norms.ratio() > largest) {
                largest = norms.ratio();
                layer = entry.getKey();
            }
        }
        return new Moved(new Norms(Math.sqrt(changes), Math.sqrt(all)).ratio(), layer, largest);
    }

    private Norms norms(String path, Lora adapter) {
        NDArray weight = Objects.requireNonNull(weights.get(path + ".weight"), path);
        return tensors.step(false, () -> {
            NDArray change = adapter.product(weight.getShape());
            NDArray start = weight;
            Lora before = parent.get(path);
            if (before != null) {
                NDArray earlier = before.product(weight.getShape());
                change = change.sub(earlier);
                start = weight.add(earlier);
            }
            return new Norms(tensors.value(change.norm()), tensors.value(start.norm()));
        });
    }
}
