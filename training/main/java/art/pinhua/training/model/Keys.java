package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.io.Shown;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Tensors;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Hands out layers by their state-dictionary key: the one place where weights are looked up, shapes are
/// checked and adapters are attached. Every key must be asked for once, and none may be left over.
final class Keys {
    private static final int MOST_NAMED = 10;

    /// What all positions of one network share.
    private static final class Ledger {
        final @Nullable Map<String, NDArray> weights;
        final Map<String, Lora> adapters;
        final SequencedMap<String, long[]> shapes = new LinkedHashMap<>();
        final List<String> misfits = new ArrayList<>(); // of adapters
        final Set<String> adapted = new HashSet<>();

        Ledger(@Nullable Map<String, NDArray> weights, Map<String, Lora> adapters) {
            this.weights = weights;
            this.adapters = adapters;
        }
    }

    /// Stands for the arrays while shapes are listed: it has no values and refuses every call.
    private static final NDArray NO_ARRAY = (NDArray) Proxy.newProxyInstance(
            Keys.class.getClassLoader(), new Class<?>[] {NDArray.class}, (self, method, arguments) -> {
                throw new IllegalStateException(method.getName() + " called on a placeholder");
            });

    private final Ledger ledger;
    private final String prefix;

    private Keys(Ledger ledger, String prefix) {
        this.ledger = ledger;
        this.prefix = prefix;
    }

    /// Builds a network over weights.
    /// @throws UnsupportedModelException naming what is missing, misshapen or unused
    static <N> N build(
            String network, Map<String, NDArray> weights, Map<String, Lora> adapters, Function<Keys, N> structure) {
        var ledger = new Ledger(weights, adapters);
        N built = structure.apply(new Keys(ledger, ""));
        var stored = new LinkedHashMap<String, long[]>();
        weights.forEach((name, array) -> stored.put(name, array.getShape().getShape()));
        var faults = misfits(ledger.shapes, stored);
        faults.addAll(ledger.misfits);
        for (String path : new TreeSet<>(adapters.keySet())) {
            if (!ledger.adapted.contains(path)) {
                faults.add("the adapter of " + path + " fits no layer");
            }
        }
        refuse(network, faults);
        return built;
    }

    /// Compares shapes of weights with those that a network wants, before any weight is read.
    /// @return those that it wants
    /// @throws UnsupportedModelException as from [#build]
    static SequencedMap<String, long[]> fitting(
            String network, SequencedMap<String, long[]> wanted, Map<String, long[]> stored) {
        refuse(network, misfits(wanted, stored));
        return wanted;
    }

    private static List<String> misfits(Map<String, long[]> wanted, Map<String, long[]> stored) {
        var misfits = new ArrayList<String>();
        wanted.forEach((name, shape) -> {
            long[] found = stored.get(name);
            if (found == null) {
                misfits.add(name + " is missing");
            } else if (!Arrays.equals(found, shape)) {
                misfits.add(name + " has shape " + new Shape(found) + " instead of " + new Shape(shape));
            }
        });
        for (String name : new TreeSet<>(stored.keySet())) {
            if (!wanted.containsKey(name)) {
                misfits.add(Shown.name(name) + " is not used");
            }
        }
        return misfits;
    }

    /// A file may have tensors without number, and what is said of it is kept.
    private static void refuse(String network, List<String> faults) {
        if (!faults.isEmpty()) {
            String named = faults.stream().limit(MOST_NAMED).collect(Collectors.joining("; "));
            String more = faults.size() <= MOST_NAMED ? "" : "; and " + (faults.size() - MOST_NAMED) + " more";
            throw new UnsupportedModelException("The weights do not fit the " + network + ": " + named + more);
        }
    }

    /// The shape of every weight of a network, by key, in the order of its layers.
    static SequencedMap<String, long[]> shapes(Consumer<Keys> structure) {
        var ledger = new Ledger(null, Map.of());
        structure.accept(new Keys(ledger, ""));
        return ledger.shapes;
    }

    /// What layers get while shapes are listed: they are never run.
    @SuppressWarnings("NullAway")
    static Tensors noTensors() {
        return null;
    }

    Keys at(Object name) {
        return new Keys(ledger, prefix.isEmpty() ? name.toString() : prefix + "." + name);
    }

    Linear linear(Tensors tensors, long in, long out) {
        return new Linear(tensors, weight("weight", out, in), weight("bias", out), adapter(out, in));
    }

    Linear linearWithoutBias(Tensors tensors, long in, long out) {
        return new Linear(tensors, weight("weight", out, in), null, adapter(out, in));
    }

    /// A convolution that keeps the size of the picture.
    Conv conv(Tensors tensors, long in, long out, int kernel) {
        return conv(tensors, in, out, kernel, 1, kernel / 2);
    }

    Conv convWithoutBias(Tensors tensors, long in, long out, int kernel) {
        NDArray weight = weight("weight", out, in, kernel, kernel);
        return new Conv(tensors, weight, null, 1, kernel / 2, adapter(out, in, kernel, kernel));
    }

    Conv conv(Tensors tensors, long in, long out, int kernel, int stride, int padding) {
        NDArray weight = weight("weight", out, in, kernel, kernel);
        return new Conv(tensors, weight, weight("bias", out), stride, padding, adapter(out, in, kernel, kernel));
    }

    GroupNorm groupNorm(Tensors tensors, long channels, int groups, double epsilon) {
        return new GroupNorm(tensors, weight("weight", channels), weight("bias", channels), groups, epsilon);
    }

    LayerNorm layerNorm(Tensors tensors, long width, double epsilon) {
        return new LayerNorm(tensors, weight("weight", width), weight("bias", width), epsilon);
    }

    NDArray weight(String name, long... shape) {
        String key = at(name).prefix;
        if (ledger.shapes.put(key, shape) != null) {
            throw new IllegalStateException(key + " is asked for twice");
        }
        if (ledger.weights == null) {
            return NO_ARRAY;
        }
        NDArray array = ledger.weights.get(key);
        return array == null ? NO_ARRAY : array;
    }

    /// @param weight shape of the layer's weight
    private @Nullable Lora adapter(long... weight) {
        Lora adapter = ledger.adapters.get(prefix);
        if (adapter == null || ledger.weights == null) {
            return null;
        }
        ledger.adapted.add(prefix);
        long[] down = adapter.down().getShape().getShape();
        long[] up = adapter.up().getShape().getShape();
        if (down.length != weight.length
                || up[0] != weight[0]
                || !Arrays.equals(down, 1, down.length, weight, 1, weight.length)) {
            ledger.misfits.add("the adapter of %s maps %s to %s, its layer has the weight %s"
                    .formatted(prefix, new Shape(down), new Shape(up), new Shape(weight)));
        }
        return adapter;
    }
}
