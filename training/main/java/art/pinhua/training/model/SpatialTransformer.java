package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.tensor.Tensors;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Transformer blocks over the pixels of a feature map, beside a shortcut (diffusers `Transformer2DModel`).
///
/// @param into  1×1 convolution or linear layer, as the model has been trained
/// @param outOf the same on the way out
record SpatialTransformer(
        Tensors tensors, GroupNorm norm, Projection into, List<TransformerBlock> blocks, Projection outOf) {
    /// Fixed in the reference, whatever `norm_eps` says.
    private static final double EPSILON = 1e-6;

    /// One of the two forms, which differ in the shape of the weight only.
    private record Projection(
            @Nullable Conv onPixels, @Nullable Linear onTokens) {
        static Projection of(Tensors tensors, Keys keys, int width, boolean linear) {
            return linear
                    ? new Projection(null, keys.linear(tensors, width, width))
                    : new Projection(keys.conv(tensors, width, width, 1), null);
        }

        boolean adapted() {
            return onPixels != null
                    ? onPixels.adapter() != null
                    : Objects.requireNonNull(onTokens).adapter() != null;
        }

        Stream<NDArray> weights() {
            return onPixels != null
                    ? Stream.of(onPixels.weight(), onPixels.bias())
                    : Objects.requireNonNull(onTokens).weights();
        }
    }

    static SpatialTransformer of(Tensors tensors, Keys keys, UNetConfig config, int width, int heads, int layers) {
        boolean linear = config.useLinearProjection();
        return new SpatialTransformer(
                tensors,
                keys.at("norm").groupNorm(tensors, width, config.normNumGroups(), EPSILON),
                Projection.of(tensors, keys.at("proj_in"), width, linear),
                IntStream.range(0, layers)
                        .mapToObj(i -> keys.at("transformer_blocks").at(i))
                        .map(block -> TransformerBlock.of(
                                tensors, block, width, config.crossAttentionDim(), heads, config.upcastAttention()))
                        .toList(),
                Projection.of(tensors, keys.at("proj_out"), width, linear));
    }

    /// @param x (B, C, H, W)
    /// @return (B, C, H, W), for every text
    NDArray apply(NDArray x, Conditioning texts) {
        NDArray states = texts.states();
        return states != null && tensors.isBfloat16(x) && tensors.isRecording() && fusible()
                ? fused(x, states)
                : composed(x, texts);
    }

    /// What makes keys and values of texts.
    Stream<Linear> readers() {
        return blocks.stream()
                .flatMap(block -> Stream.of(block.cross().key(), block.cross().value()));
    }

    boolean fusible() {
        return blocks.size() == 1
                && !blocks.getFirst().self().upcast()
                && !blocks.getFirst().adapted()
                && !into.adapted()
                && !outOf.adapted();
    }

    /// @param context (B, M, contextWidth)
    NDArray fused(NDArray x, NDArray context) {
        TransformerBlock block = blocks.getFirst();
        List<NDArray> weights = Stream.of(
                        Stream.of(norm.weight(), norm.bias()), into.weights(), block.weights(), outOf.weights())
                .flatMap(part -> part)
                .toList();
        return tensors.spatialTransformer(x, context, block.self().heads(), norm.groups(), weights);
    }

    NDArray composed(NDArray x, Conditioning texts) {
        Shape shape = x.getShape();
        NDArray h = tensors.consuming(norm.apply(x), this::tokens);
        for (TransformerBlock block : blocks) { // up to ten, of which each makes a dozen arrays
            h = tensors.consuming(h, states -> block.apply(states, texts));
        }
        NDArray projected = tensors.consuming(h, states -> image(states, shape.get(2), shape.get(3)));
        return tensors.plus(projected, texts.alike(x, projected));
    }

    private NDArray tokens(NDArray x) {
        return into.onPixels != null
                ? tensors.toTokens(into.onPixels.apply(x))
                : Objects.requireNonNull(into.onTokens).apply(tensors.toTokens(x));
    }

    private NDArray image(NDArray states, long height, long width) {
        return outOf.onPixels != null
                ? outOf.onPixels.apply(tensors.toImage(states, height, width))
                : tensors.toImage(Objects.requireNonNull(outOf.onTokens).apply(states), height, width);
    }
}
