package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.tensor.Tensors;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Transformer blocks over the pixels of a feature map, beside a shortcut (diffusers `Transformer2DModel`).
///
/// @param into and `outOf`: the projections, 1×1 convolutions on pixels or linear layers on tokens
record SpatialTransformer(
        Tensors tensors,
        GroupNorm norm,
        UnaryOperator<NDArray> into,
        List<TransformerBlock> blocks,
        UnaryOperator<NDArray> outOf,
        boolean linearProjection) {
    /// Fixed in the reference, whatever `norm_eps` says.
    private static final double EPSILON = 1e-6;

    static SpatialTransformer of(Tensors tensors, Keys keys, UNetConfig config, int width, int heads, int layers) {
        boolean linear = config.useLinearProjection();
        GroupNorm norm = keys.at("norm").groupNorm(tensors, width, config.normNumGroups(), EPSILON);
        UnaryOperator<NDArray> into = projection(tensors, keys.at("proj_in"), width, linear);
        List<TransformerBlock> blocks = IntStream.range(0, layers)
                .mapToObj(i -> TransformerBlock.of(
                        tensors, keys.at("transformer_blocks").at(i), width, config.crossAttentionDim(), heads))
                .toList();
        UnaryOperator<NDArray> outOf = projection(tensors, keys.at("proj_out"), width, linear);
        return new SpatialTransformer(tensors, norm, into, blocks, outOf, linear);
    }

    private static UnaryOperator<NDArray> projection(Tensors tensors, Keys keys, int width, boolean linear) {
        return linear ? keys.linear(tensors, width, width)::apply : keys.conv(tensors, width, width, 1)::apply;
    }

    /// @param x       (B, C, H, W)
    /// @param context (B, M, contextWidth)
    /// @return (B, C, H, W)
    NDArray apply(NDArray x, NDArray context) {
        Shape shape = x.getShape();
        NDArray h = norm.apply(x);
        h = linearProjection ? into.apply(tensors.toTokens(h)) : tensors.toTokens(into.apply(h));
        for (TransformerBlock block : blocks) {
            h = block.apply(h, context);
        }
        h = linearProjection
                ? tensors.toImage(outOf.apply(h), shape.get(2), shape.get(3))
                : outOf.apply(tensors.toImage(h, shape.get(2), shape.get(3)));
        return h.add(x);
    }
}
