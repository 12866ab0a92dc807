package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.util.stream.Stream;

/// Self attention, attention to the text, gated feed-forward (diffusers `BasicTransformerBlock`).
record TransformerBlock(
        Tensors tensors,
        LayerNorm norm1,
        Attention self,
        LayerNorm norm2,
        Attention cross,
        LayerNorm norm3,
        Linear feedIn,
        Linear feedOut) {
    private static final double EPSILON = 1e-5;

    static TransformerBlock of(Tensors tensors, Keys keys, long width, long contextWidth, int heads, boolean upcast) {
        return new TransformerBlock(
                tensors,
                keys.at("norm1").layerNorm(tensors, width, EPSILON),
                Attention.of(tensors, keys.at("attn1"), width, width, heads, upcast),
                keys.at("norm2").layerNorm(tensors, width, EPSILON),
                Attention.of(tensors, keys.at("attn2"), width, contextWidth, heads, upcast),
                keys.at("norm3").layerNorm(tensors, width, EPSILON),
                keys.at("ff.net.0.proj").linear(tensors, width, 8 * width),
                keys.at("ff.net.2").linear(tensors, 4 * width, width));
    }

    /// @param x (B, N, D)
    /// @return (B, N, D), for every text
    NDArray apply(NDArray x, Conditioning texts) {
        NDArray normed = norm1.apply(x);
        NDArray h = texts.forEveryText(tensors.plus(x, self.apply(normed, normed)));
        h = tensors.plus(h, cross.apply(norm2.apply(h), texts));
        return tensors.plus(h, feedOut.apply(tensors.geglu(feedIn.apply(norm3.apply(h)))));
    }

    boolean adapted() {
        return Stream.of(self.layers(), cross.layers(), Stream.of(feedIn, feedOut))
                .flatMap(layers -> layers)
                .anyMatch(layer -> layer.adapter() != null);
    }

    /// In the order of the layers, bias after weight.
    Stream<NDArray> weights() {
        return Stream.of(
                        norm1.weights(),
                        self.layers().flatMap(Linear::weights),
                        norm2.weights(),
                        cross.layers().flatMap(Linear::weights),
                        norm3.weights(),
                        feedIn.weights(),
                        feedOut.weights())
                .flatMap(part -> part);
    }
}
