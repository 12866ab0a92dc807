package art.pinhua.training.tensor;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Arrays by name, from and to safetensors files.
public final class Weights {
    private Weights() {}

    private static final int BFLOAT16_BYTES = 2;
    private static final int CONVOLUTION = 4;

    /// Copies the tensors of a file as fp32. Call it outside a step, or the step closes them.
    public static SequencedMap<String, NDArray> load(Tensors tensors, Safetensors file) {
        return load(tensors, file.tensors());
    }

    /// As [#load(Tensors, Safetensors)], from the tensors of one file or several.
    public static SequencedMap<String, NDArray> load(Tensors tensors, Map<String, Safetensors.Tensor> stored) {
        return each(stored, tensor -> copy(tensors, tensor));
    }

    /// As [#load(Tensors, Map)], but narrowed.
    /// @param narrowing [Tensors#toBfloat16] or [Tensors#toFloat16]
    public static SequencedMap<String, NDArray> loadAs(
            Tensors tensors, Map<String, Safetensors.Tensor> stored, UnaryOperator<NDArray> narrowing) {
        return each(stored, tensor -> {
            try (NDArray wide = copy(tensors, tensor)) {
                return narrowing.apply(wide);
            }
        });
    }

    /// All of them or none: what was read before a tensor that cannot be is closed.
    private static SequencedMap<String, NDArray> each(
            Map<String, Safetensors.Tensor> stored, Function<Safetensors.Tensor, NDArray> reading) {
        var weights = new LinkedHashMap<String, NDArray>();
        try {
            stored.forEach((name, tensor) -> weights.put(name, reading.apply(tensor)));
            return weights;
        } catch (RuntimeException | Error e) {
            weights.values().forEach(NDArray::close);
            throw e;
        }
    }

    private static NDArray copy(Tensors tensors, Safetensors.Tensor stored) {
        NDArray copy = tensors.load(stored.bytes(), stored.type(), stored.dimensions());
        stored.unload();
        return copy;
    }

    /// The same weights, those of convolutions laid out by [Operations#channelsLast]; what they were is closed, and if
    /// that fails, so is the rest.
    public static SequencedMap<String, NDArray> channelsLast(Tensors tensors, Map<String, NDArray> weights) {
        return channelsLast(tensors, weights, name -> true);
    }

    /// As above, those with these names only.
    public static SequencedMap<String, NDArray> channelsLast(
            Tensors tensors, Map<String, NDArray> weights, Predicate<String> those) {
        var laidOut = new LinkedHashMap<String, NDArray>();
        try {
            weights.forEach((name, weight) -> {
                NDArray copy = those.test(name) ? channelsLast(tensors, weight) : weight;
                laidOut.put(name, copy);
                if (copy != weight) {
                    weight.close();
                }
            });
            return laidOut;
        } catch (RuntimeException | Error e) {
            weights.values().forEach(NDArray::close);
            laidOut.values().forEach(NDArray::close);
            throw e;
        }
    }

    /// A weight, laid out by [Operations#channelsLast] if it is that of a convolution.
    public static NDArray channelsLast(Tensors tensors, NDArray weight) {
        return weight.getShape().dimension() == CONVOLUTION ? tensors.channelsLast(weight) : weight;
    }

    /// The tensors of a file that hold whole numbers (I64) or fp32 numbers, each as it is.
    public static SequencedMap<String, NDArray> loadAsStored(Tensors tensors, Safetensors file) {
        return each(file.tensors(), tensor -> {
            try (NDArray mapped = tensors.map(tensor.bytes(), tensor.type(), tensor.dimensions())) {
                return tensors.copy(mapped);
            }
        });
    }

    /// Memory that arrays take.
    public static long bytes(Collection<NDArray> arrays) {
        return arrays.stream()
                .mapToLong(array -> array.size()
                        * (Operations.bfloat16(array)
                                ? BFLOAT16_BYTES
                                : array.getDataType().getNumOfBytes()))
                .sum();
    }

    /// Writes arrays atomically; equal arrays and metadata give equal bytes.
    /// @param weights fp32
    /// @param type    F32 or F16, the type in the file
    public static void save(
            Tensors tensors, Path file, Map<String, NDArray> weights, ElementType type, Map<String, String> metadata)
            throws IOException {
        var contents = new ArrayList<Safetensors.Tensor>();
        weights.forEach((name, array) -> contents.add(content(tensors, name, array, type)));
        Safetensors.write(file, contents, metadata);
    }

    /// A tensor of a file with a copy of the array's values.
    /// @param type F32 or F16
    public static Safetensors.Tensor content(Tensors tensors, String name, NDArray array, ElementType type) {
        byte[] bytes = switch (type) {
            case F32 -> tensors.toBytes(array);
            case F16 ->
                tensors.withoutRecording(() -> {
                    try (NDArray half = tensors.toFloat16(array)) {
                        return tensors.toBytes(half);
                    }
                });
            default -> throw new IllegalArgumentException("Weights are written as F32 or F16, not " + type);
        };
        List<Long> shape = Arrays.stream(array.getShape().getShape()).boxed().toList();
        return new Safetensors.Tensor(name, type, shape, ByteBuffer.wrap(bytes));
    }
}
