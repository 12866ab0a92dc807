package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A base model with adapters worked into copies of the weights they change. Sampling then costs what it costs
/// without an adapter, and the base's own weights stay as they are, for other versions to share.
/// @param own arrays that belong to this version alone
record AdaptedModel(Networks networks, List<NDArray> own) implements AutoCloseable {

    /// @param adapters their effects add up
    static AdaptedModel of(Tensors tensors, BaseModel base, List<ModelSource.Adapter> adapters) throws IOException {
        var text = new LinkedHashMap<>(base.textWeights());
        var unet = new LinkedHashMap<>(base.unetWeights());
        for (ModelSource.Adapter adapter : adapters) {
            try (KohyaAdapter read = KohyaAdapter.read(tensors, base, Path.of(adapter.file()))) {
                for (KohyaAdapter.Change change : read.changes().values()) {
                    boolean ofText = change.weights() == base.textWeights();
                    add(tensors, change, ofText ? text : unet, adapter.strength());
                }
            }
        }
        var own = new ArrayList<NDArray>();
        own.addAll(changed(base.textWeights(), text));
        own.addAll(changed(base.unetWeights(), unet));
        return new AdaptedModel(base.networks(tensors, text, unet), own);
    }

    private static void add(
            Tensors tensors, KohyaAdapter.Change change, Map<String, NDArray> weights, double strength) {
        NDArray before = Objects.requireNonNull(weights.get(change.key()), change.key());
        weights.put(change.key(), tensors.step(false, () -> tensors.keep(change.addedTo(tensors, before, strength))));
        if (before != change.weights().get(change.key())) {
            before.close(); // made by an adapter before this one
        }
    }

    private static List<NDArray> changed(Map<String, NDArray> before, Map<String, NDArray> after) {
        return after.entrySet().stream()
                .filter(entry -> before.get(entry.getKey()) != entry.getValue())
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public void close() {
        own.forEach(NDArray::close);
    }
}
