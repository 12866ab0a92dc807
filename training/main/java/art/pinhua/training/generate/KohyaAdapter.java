package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// An adapter file in kohya form, matched to the weights of a base model. Every tensor must find its layer.
/// @param changes  by the name of the layer in the file
/// @param metadata of the file
/// @param arrays   all its tensors, which it owns
record KohyaAdapter(Map<String, Change> changes, Map<String, String> metadata, List<NDArray> arrays)
        implements AutoCloseable {
    private static final String DOWN = ".lora_down.weight";
    private static final String UP = ".lora_up.weight";
    private static final String ALPHA = ".alpha";

    /// One layer's low-rank change: `scale · up · down` is added to its weight.
    /// @param weights the base's weights of the part the layer belongs to
    /// @param key     of the weight among them
    /// @param down    (rank, in …)
    /// @param up      (out, rank …)
    /// @param scale   alpha / rank
    record Change(Map<String, NDArray> weights, String key, NDArray down, NDArray up, double scale) {
        long rank() {
            return down.getShape().get(0);
        }

        /// The changed weight, in the shape of the base's.
        NDArray addedTo(Tensors tensors, NDArray weight, double strength) {
            NDArray flatUp = up.reshape(up.getShape().get(0), rank());
            NDArray product = flatUp.matMul(down.reshape(rank(), -1)).reshape(weight.getShape());
            return weight.add(tensors.mul(product, strength * scale));
        }
    }

    private record Layer(Map<String, NDArray> weights, String key) {}

    /// @throws EngineFault `ADAPTER_UNUSABLE` when the file is damaged, or holds tensors of another model or form
    static KohyaAdapter read(Tensors tensors, BaseModel base, Path file) throws IOException {
        try (var stored = Safetensors.open(file)) {
            Map<String, NDArray> arrays = Weights.load(tensors, stored);
            try {
                Map<String, Change> changes = changes(tensors, layers(base), arrays, file);
                return new KohyaAdapter(changes, new TreeMap<>(stored.metadata()), List.copyOf(arrays.values()));
            } catch (EngineFault e) {
                arrays.values().forEach(NDArray::close);
                throw e;
            }
        } catch (InvalidFileException e) {
            throw new EngineFault(EngineFailure.ADAPTER_UNUSABLE, Faults.message(e), e);
        }
    }

    private static Map<String, Change> changes(
            Tensors tensors, Map<String, Layer> layers, Map<String, NDArray> arrays, Path file) {
        var changes = new TreeMap<String, Change>();
        var unmatched = new TreeSet<String>();
        for (String name : arrays.keySet()) {
            String module = name.endsWith(DOWN) ? name.substring(0, name.length() - DOWN.length()) : "";
            Layer layer = layers.get(module);
            NDArray up = arrays.get(module + UP);
            if (layer != null && up != null) {
                changes.put(module, change(tensors, layer, module, arrays, up, file));
            }
        }
        for (String name : arrays.keySet()) {
            String module = name.replaceAll("(\\.lora_down\\.weight|\\.lora_up\\.weight|\\.alpha)$", "");
            if (!changes.containsKey(module) || module.equals(name)) {
                unmatched.add(name);
            }
        }
        if (!unmatched.isEmpty() || changes.isEmpty()) {
            throw new EngineFault(
                    EngineFailure.ADAPTER_UNUSABLE,
                    "%s: %d of %d tensors fit no layer of the model, such as %s"
                            .formatted(file.getFileName(), unmatched.size(), arrays.size(), firsts(unmatched)));
        }
        return changes;
    }

    private static List<String> firsts(TreeSet<String> names) {
        return names.stream().limit(3).toList();
    }

    private static Change change(
            Tensors tensors, Layer layer, String module, Map<String, NDArray> arrays, NDArray up, Path file) {
        NDArray down = arrays.get(module + DOWN);
        NDArray weight = layer.weights().get(layer.key());
        if (down == null || weight == null) {
            throw new IllegalStateException("matched before: " + module);
        }
        Shape in = down.getShape();
        Shape out = up.getShape();
        boolean fits = in.dimension() >= 2
                && out.dimension() >= 2
                && out.get(1) == in.get(0)
                && out.size() == out.get(0) * out.get(1)
                && out.get(0) == weight.getShape().get(0)
                && in.size() / Math.max(1, in.get(0)) * out.get(0) == weight.size();
        if (!fits) {
            throw new EngineFault(
                    EngineFailure.ADAPTER_UNUSABLE,
                    "%s: %s has down %s and up %s, its layer %s"
                            .formatted(file.getFileName(), module, in, out, weight.getShape()));
        }
        NDArray alpha = arrays.get(module + ALPHA);
        double scale = alpha == null ? 1 : tensors.value(alpha) / in.get(0);
        return new Change(layer.weights(), layer.key(), down, up, scale);
    }

    /// The base's layers by the names that kohya gives them.
    private static Map<String, Layer> layers(BaseModel base) {
        var layers = new TreeMap<String, Layer>();
        base.unetWeights().keySet().forEach(key -> put(layers, "lora_unet_", base.unetWeights(), key));
        base.textWeights().keySet().forEach(key -> put(layers, "lora_te_text_model_", base.textWeights(), key));
        return layers;
    }

    private static void put(Map<String, Layer> layers, String prefix, Map<String, NDArray> weights, String key) {
        NDArray weight = weights.get(key);
        if (key.endsWith(".weight") && weight != null && weight.getShape().dimension() >= 2) {
            String module = key.substring(0, key.length() - ".weight".length());
            layers.put(prefix + module.replace('.', '_'), new Layer(weights, key));
        }
    }

    long parameterCount() {
        return changes.values().stream()
                .mapToLong(change -> change.down().size() + change.up().size())
                .sum();
    }

    long largestRank() {
        return changes.values().stream().mapToLong(Change::rank).max().orElse(0);
    }

    @Override
    public void close() {
        arrays.forEach(NDArray::close);
    }
}
