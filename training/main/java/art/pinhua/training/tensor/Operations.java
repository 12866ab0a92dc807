package art.pinhua.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tensor operations of the engine, all with gradients unless they say otherwise.
///
/// Letters: B batch, C channels, H height, W width, N tokens, D width of a token. Results belong to the
/// current step (see [Tensors#step]), which closes them.
public abstract sealed class Operations permits Transfer {
    /// @throws IllegalStateException on another thread than the engine's
    abstract void checkOwner();

    abstract NDArray call(String kernel, List<?> constants, NDArray... inputs);

    /// For kernels that change arrays in place.
    abstract void refuseReplay(String kernel);

    abstract NDArray callOnLists(String kernel, List<?> constants, NDArray last, List<List<NDArray>> lists);

    /// A number in native memory, (). Arithmetic that takes a Java number directly gives silently wrong gradients.
    public abstract NDArray scalar(double value);

    // ---- layers

    /// `x weightᵀ + bias`.
    /// @param x      (…, in)
    /// @param weight (out, in)
    /// @param bias   (out) or null
    public NDArray linear(NDArray x, NDArray weight, @Nullable NDArray bias) {
        return bias == null ? call("linear_plain", List.of(), x, weight) : call("linear", List.of(), x, weight, bias);
    }

    /// @param x      (B, in, H, W)
    /// @param weight (out, in, k, k)
    /// @param bias   (out) or null
    public NDArray conv2d(NDArray x, NDArray weight, @Nullable NDArray bias, int stride, int padding) {
        List<Integer> constants = List.of(stride, padding);
        return bias == null ? call("conv2d_plain", constants, x, weight) : call("conv2d", constants, x, weight, bias);
    }

    /// As [#upsampleNearest] to twice the size and then [#conv2d] with a padding of 1, in half the time for large
    /// pictures: sums of weights take the place of pixels that are there twice. For fp32. The result lies as
    /// [#channelsLast].
    /// @param x      (B, in, H, W)
    /// @param weight (out, in, 3, 3)
    /// @param bias   (out)
    /// @return (B, out, 2 H, 2 W)
    public NDArray conv2dOfDoubled(NDArray x, NDArray weight, NDArray bias) {
        return call("conv2d_of_doubled", List.of(), x, weight, bias);
    }

    /// The same values, the channels innermost in memory. A convolution whose weight lies so gives its result so.
    /// @param x (B, C, H, W), or the weight (out, in, k, k)
    public NDArray channelsLast(NDArray x) {
        return call("channels_last", List.of(), x);
    }

    /// @param x      (B, C, …)
    /// @param weight (C)
    /// @param bias   (C)
    public NDArray groupNorm(NDArray x, int groups, NDArray weight, NDArray bias, double epsilon) {
        return call("group_norm", List.of(groups, epsilon), x, weight, bias);
    }

    /// Group norm, then SiLU.
    public NDArray groupNormSilu(NDArray x, int groups, NDArray weight, NDArray bias, double epsilon) {
        String kernel = isRecording() ? "group_norm_silu" : "group_norm_silu_unrecorded"; // without a copy of the norm
        return call(kernel, List.of(groups, epsilon), x, weight, bias);
    }

    /// Norm over the last axis.
    /// @param weight (D)
    /// @param bias   (D)
    public NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
        return call("layer_norm", List.of(epsilon), x, weight, bias);
    }

    /// @param ids    (…) whole numbers
    /// @param weight (vocabulary, D)
    /// @return (…, D)
    public NDArray embedding(NDArray ids, NDArray weight) {
        return call("embedding", List.of(), ids, weight);
    }

    /// `weight + scale · up down`, in one pass over the weight and in its type.
    /// @param weight (out, in) or (out, in, k, k)
    /// @param up     (out, rank) or (out, rank, 1, 1)
    /// @param down   (rank, in) or (rank, in, k, k)
    /// @param scale  ()
    public NDArray merged(NDArray weight, NDArray up, NDArray down, NDArray scale) {
        return call("merged", List.of(), weight, up, down, scale);
    }

    /// As [#merged], into an array that is there already; without gradient.
    /// @param target shaped and typed as the weight, and lying row by row
    public void mergeInto(NDArray target, NDArray weight, NDArray up, NDArray down, NDArray scale) {
        mergeInto("merge_into", target, weight, up, down, scale);
    }

    /// As [#mergeInto], of a convolution.
    /// @param target laid out by [#channelsLast]
    public void mergeIntoChannelsLast(NDArray target, NDArray weight, NDArray up, NDArray down, NDArray scale) {
        mergeInto("merge_into_channels_last", target, weight, up, down, scale);
    }

    private void mergeInto(String kernel, NDArray... arrays) {
        refuseReplay(kernel);
        call(kernel, List.of(), arrays).close();
    }

    // ---- activations

    /// `x σ(x)`.
    public NDArray silu(NDArray x) {
        return call("silu", List.of(), x);
    }

    /// `max(x, 0)`.
    public NDArray relu(NDArray x) {
        return call("relu", List.of(), x);
    }

    /// The hyperbolic tangent.
    public NDArray tanh(NDArray x) {
        return call("tanh", List.of(), x);
    }

    /// Exact (erf) GELU.
    public NDArray gelu(NDArray x) {
        return call("gelu", List.of(), x);
    }

    /// `x σ(1.702 x)`.
    public NDArray quickGelu(NDArray x) {
        return call("quick_gelu", List.of(), x);
    }

    /// First half of the last axis times the exact GELU of the second half.
    public NDArray geglu(NDArray x) {
        return call("geglu", List.of(), x);
    }

    /// `log σ(x)`, stable for large |x|.
    public NDArray logSigmoid(NDArray x) {
        return call("log_sigmoid", List.of(), x);
    }

    /// `log(1 + eˣ)`, stable for large |x|.
    public NDArray softPlus(NDArray x) {
        return call("soft_plus", List.of(), x);
    }

    /// @return x limited to [min, max]; no gradient outside
    public NDArray clamp(NDArray x, double min, double max) {
        return call("clamp", List.of(min, max), x);
    }

    // ---- attention

    /// Scaled dot-product attention without a mask.
    /// @param q     (B, N, D)
    /// @param k     (B, M, D)
    /// @param v     (B, M, D)
    /// @param heads divides D
    /// @return (B, N, D)
    public NDArray attention(NDArray q, NDArray k, NDArray v, int heads) {
        boolean composed = isBfloat16(q) && isRecording(); // the fused backward pass is slow in bf16
        return call(composed ? "composed_attention" : "attention", List.of(heads), q, k, v);
    }

    /// As [#attention], with its scores in fp32 whatever the type of `q`, for models that ask for it
    /// (diffusers: `upcast_attention`): half precision cannot tell large scores apart. The fused kernel
    /// computes them so always, on every device; the composed one does not.
    public NDArray upcastAttention(NDArray q, NDArray k, NDArray v, int heads) {
        return call("attention", List.of(heads), q, k, v);
    }

    /// As [#attention], but a token sees itself and earlier tokens only.
    public NDArray causalAttention(NDArray q, NDArray k, NDArray v, int heads) {
        return call("causal_attention", List.of(heads), q, k, v);
    }

    /// A whole spatial transformer with one block as one kernel: fewer passes over memory and fewer casts.
    /// With products in bf16 a training step takes two thirds of the time of single kernels; in fp32 single
    /// kernels are as fast.
    /// @param x       (B, C, H, W)
    /// @param text    (B, N, D)
    /// @param weights its 26 weights, in the order of its layers, bias after weight
    public NDArray spatialTransformer(NDArray x, NDArray text, int heads, int groups, List<NDArray> weights) {
        var inputs = new ArrayList<NDArray>(List.of(x, text));
        inputs.addAll(weights);
        return call("spatial_transformer", List.of(heads, groups), inputs.toArray(NDArray[]::new));
    }

    // ---- shapes

    /// Nearest-neighbour enlargement of (B, C, H, W) to (B, C, height, width).
    public NDArray upsampleNearest(NDArray x, long height, long width) {
        return call("upsample_nearest", List.of(height, width), x);
    }

    /// One column of zeros at the right and one row below.
    public NDArray padRightBottom(NDArray x) {
        return call("pad_right_bottom", List.of(), x);
    }

    /// Joins (B, C, H, W) and (B, C', H, W) to (B, C + C', H, W).
    public NDArray concatChannels(NDArray a, NDArray b) {
        return call("concat_channels", List.of(), a, b);
    }

    /// All rows, then all of them again: (B, …) to (times · B, …).
    public NDArray tile(NDArray x, long times) {
        return call("tile", List.of(times), x);
    }

    /// Each row several times: (B, …) to (B · times, …).
    public NDArray repeatEach(NDArray x, long times) {
        return call("repeat_each", List.of(times), x);
    }

    /// @param x          (B, C, H, W)
    /// @param perChannel (B, C), added to every pixel
    public NDArray addToChannels(NDArray x, NDArray perChannel) {
        return call("add_to_channels", List.of(), x, perChannel);
    }

    /// (B, C, H, W) to (B, H W, C).
    public NDArray toTokens(NDArray x) {
        return call("to_tokens", List.of(), x);
    }

    /// (B, H W, C) to (B, C, height, width).
    public NDArray toImage(NDArray x, long height, long width) {
        return call("to_image", List.of(height, width), x);
    }

    /// Mean of each size × size square of (B, C, H, W); H and W are multiples of it.
    public NDArray averagePool(NDArray x, int size) {
        return call("average_pool", List.of(size), x);
    }

    // ---- numbers

    /// @return x times a number
    public NDArray mul(NDArray x, double factor) {
        try (NDArray scalar = scalar(factor)) {
            return x.mul(scalar);
        }
    }

    /// @return x plus a number
    public NDArray add(NDArray x, double summand) {
        try (NDArray scalar = scalar(summand)) {
            return x.add(scalar);
        }
    }

    /// `a · b`, element by element. Unlike the arrays' own product it can be part of a [Replay].
    public NDArray times(NDArray a, NDArray b) {
        return call("times", List.of(), a, b);
    }

    /// `a + b`, likewise.
    public NDArray plus(NDArray a, NDArray b) {
        return call("plus", List.of(), a, b);
    }

    /// The same, where nothing else reads `b`, in whose memory the sum lies when no gradients are recorded. Either way
    /// its axes lie as those of `b`, so that what reads it rounds alike.
    public NDArray plusInto(NDArray a, NDArray b) {
        return isRecording() ? plus(b, a) : call("plus_into", List.of(), a, b);
    }

    /// Mean over everything but the first axis, (B, …) to (B).
    public NDArray meanPerSample(NDArray x) {
        return call("mean_per_sample", List.of(), x);
    }

    /// Mean of (a - b)² over everything but the first axis, (B, …) to (B).
    public NDArray squaredErrorPerSample(NDArray a, NDArray b) {
        return call("squared_error_per_sample", List.of(), a, b);
    }

    /// A copy as fp16, with gradient: for files, and for networks that compute in fp16, see [#toBfloat16].
    public NDArray toFloat16(NDArray x) {
        return call("to_float16", List.of(), x);
    }

    /// A copy as bf16, with gradient. Layers compute in the type of their input, so this at a network's entry and
    /// [#toFloat32] at its exit make it compute in bf16. Java can read or make no bf16 values: such an array only
    /// passes
    /// from operation to operation.
    public NDArray toBfloat16(NDArray x) {
        return call("to_bfloat16", List.of(), x);
    }

    /// Whether an array is bf16, which Java sees as a type it does not know.
    public boolean isBfloat16(NDArray x) {
        return bfloat16(x);
    }

    static boolean bfloat16(NDArray x) {
        return x.getDataType() == DataType.UNKNOWN;
    }

    /// Whether operations are recorded for a backward pass.
    public boolean isRecording() {
        return JniUtils.isGradMode();
    }

    /// A copy as fp32, with gradient.
    public NDArray toFloat32(NDArray x) {
        return call("to_float32", List.of(), x);
    }

    // ---- in place, without gradients; call them with recording off

    /// Scales all gradients so that their common norm is at most `maxNorm`: by min(1, maxNorm / (norm + 1e-6)).
    /// @return the norm before, ()
    public NDArray clip(List<NDArray> gradients, double maxNorm) {
        try (NDArray limit = scalar(maxNorm)) {
            return callOnLists("clip", List.of(), limit, List.of(gradients));
        }
    }

    /// One step of AdamW with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101), in place.
    /// @param steps per parameter the number of steps taken so far, () each; incremented
    @SuppressWarnings("TooManyParameters")
    public void adamw(
            List<NDArray> parameters,
            List<NDArray> gradients,
            List<NDArray> firstMoments,
            List<NDArray> secondMoments,
            List<NDArray> steps,
            double lr,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay) {
        try (NDArray rate = scalar(lr)) {
            callOnLists(
                            "adamw",
                            List.of(beta1, beta2, epsilon, weightDecay),
                            rate,
                            List.of(parameters, gradients, firstMoments, secondMoments, steps))
                    .close();
        }
    }

    /// One step of Muon (Jordan 2024; Liu et al., arXiv 2502.16982, equation 4), in place: the running mean of the
    /// gradients with all singular values near 1, by five Newton-Schulz iterations, so that no direction stays
    /// behind. Steps are as long as those of [#adamw] at the same rate.
    /// @param parameters (m, n) or (out, in, k, k), seen as out rows
    /// @param momenta    shaped as the parameters
    public void muon(
            List<NDArray> parameters,
            List<NDArray> gradients,
            List<NDArray> momenta,
            double lr,
            double momentum,
            double weightDecay) {
        try (NDArray rate = scalar(lr)) {
            callOnLists("muon", List.of(momentum, weightDecay), rate, List.of(parameters, gradients, momenta))
                    .close();
        }
    }

    /// `average ← decay average + (1 - decay) parameter`, in place.
    public void ema(List<NDArray> averages, List<NDArray> parameters, double decay) {
        try (NDArray share = scalar(1 - decay)) {
            callOnLists("ema", List.of(), share, List.of(averages, parameters)).close();
        }
    }

    /// Overwrites the contents of each target with those of its source.
    public void copyInto(List<NDArray> targets, List<NDArray> sources) {
        try (NDArray marker = scalar(0)) {
            callOnLists("copy_into", List.of(), marker, List.of(targets, sources))
                    .close();
        }
    }

    /// The array without its history: same memory, no gradient flows through.
    public NDArray detached(NDArray x) {
        checkOwner();
        return JniUtils.detachGradient((PtNDArray) x);
    }
}
