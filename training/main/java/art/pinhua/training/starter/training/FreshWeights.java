package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// Weights of a network that has learnt nothing: norms as identity, biases zero, all others normal with deviation
/// 1/√(3 · inputs), .2 for embeddings, times a factor by key.
final class FreshWeights {
    private static final double EMBEDDING_DEVIATION = .2;
    private static final Set<String> SILENT = Set.of("conv_out.weight", "add_embedding.norm2.weight");

    /// A token's place against the token itself.
    private static final double FAINT_PLACE = .25;

    /// Numbers after which those of [#repeating] come again: a prime, so that no two rows of a matrix
    /// are equal.
    private static final int PERIOD = 1_048_583;

    private FreshWeights() {}

    /// @param shapes what the network asks for, by state-dict key
    /// @param factor by key; 0 for layers that end a residual branch lets it start as the identity
    static SequencedMap<String, NDArray> draw(
            Tensors tensors, Map<String, long[]> shapes, long seed, ToDoubleFunction<String> factor) {
        return draw(tensors, shapes, factor, (place, values) -> Counter.gaussians(seed, Stream.INIT, place, values));
    }

    /// The same in a fraction of the time, for networks that are measured and never trained: the
    /// numbers repeat.
    static SequencedMap<String, NDArray> repeating(Tensors tensors, Map<String, long[]> shapes, long seed) {
        var numbers = new float[PERIOD];
        Counter.gaussians(seed, Stream.INIT, 0, numbers);
        return draw(tensors, shapes, key -> 1, (place, values) -> {
            int from = Math.floorMod(place * 7919, PERIOD);
            for (int done = 0; done < values.length; from = 0) {
                int length = Math.min(values.length - done, PERIOD - from);
                System.arraycopy(numbers, from, values, done, length);
                done += length;
            }
        });
    }

    /// Where standard normal numbers come from.
    @FunctionalInterface
    private interface Source {
        /// @param place of the weight among those of its network
        void fill(int place, float[] values);
    }

    private static SequencedMap<String, NDArray> draw(
            Tensors tensors, Map<String, long[]> shapes, ToDoubleFunction<String> factor, Source normal) {
        var weights = new LinkedHashMap<String, NDArray>();
        new TreeMap<>(shapes).forEach((key, shape) -> {
            var values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
            if (shape.length == 1) {
                Arrays.fill(values, key.endsWith(".bias") ? 0 : (float) factor.applyAsDouble(key));
            } else {
                normal.fill(weights.size(), values);
                double inputs = (double) values.length / shape[0];
                double deviation = factor.applyAsDouble(key)
                        * (key.contains("embedding.weight") ? EMBEDDING_DEVIATION : 1 / StrictMath.sqrt(3 * inputs));
                for (int i = 0; i < values.length; i++) {
                    values[i] *= (float) deviation;
                }
            }
            weights.put(key, tensors.of(values, shape));
        });
        return weights;
    }

    /// Autoencoder: residual branches start faint, and the latents' deviation near e⁻³, because default posterior noise
    /// drowns hue and the pictures stay grey.
    static SequencedMap<String, NDArray> autoencoder(Tensors tensors, Map<String, long[]> shapes, long seed) {
        SequencedMap<String, NDArray> weights = draw(tensors, shapes, seed, key -> endsBranch(key) ? .3 : 1);
        NDArray weight = weights.get("quant_conv.weight");
        NDArray bias = weights.get("quant_conv.bias");
        if (weight == null || bias == null) {
            throw new IllegalArgumentException("The autoencoder has no quant_conv");
        }
        float[] faint = tensors.toFloats(weight);
        float[] low = tensors.toFloats(bias);
        int half = faint.length / 2;
        for (int i = half; i < faint.length; i++) {
            faint[i] *= .1f;
        }
        Arrays.fill(low, low.length / 2, low.length, -6);
        weights.put("quant_conv.weight", tensors.of(faint, weight.getShape().getShape()));
        weights.put("quant_conv.bias", tensors.of(low, bias.getShape().getShape()));
        return weights;
    }

    /// Denoiser: residual branches start as the identity and the first prediction is zero. The text as a whole is
    /// told with a scale of zero, so that a network that has learnt without it goes on as it was.
    static SequencedMap<String, NDArray> denoiser(Tensors tensors, Map<String, long[]> shapes, long seed) {
        return draw(tensors, shapes, seed, key -> endsBranch(key) || SILENT.contains(key) ? 0 : 1);
    }

    /// Text encoder: its first states are the tokens themselves. With embeddings of .02 and full branches, as is
    /// usual, what attention averages over a text drowns its words: after 155,000 samples the states of different
    /// words still had 97 % in common.
    static SequencedMap<String, NDArray> textEncoder(Tensors tensors, Map<String, long[]> shapes, long seed) {
        return draw(tensors, shapes, seed, key -> {
            if (key.endsWith("out_proj.weight") || key.endsWith("fc2.weight")) {
                return 0;
            }
            return key.contains("position_embedding") ? FAINT_PLACE : 1;
        });
    }

    private static boolean endsBranch(String key) {
        return key.endsWith("conv2.weight") || key.endsWith("proj_out.weight") || key.endsWith("to_out.0.weight");
    }
}
