package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.util.stream.Stream;

/// Attention of tokens to a context (diffusers `Attention`).
///
/// @param heads  number of heads; it divides the width
/// @param upcast whether its scores are never rounded to half precision
record Attention(Tensors tensors, Linear query, Linear key, Linear value, Linear out, int heads, boolean upcast) {
    /// As in transformers: only the output has a bias.
    static Attention of(Tensors tensors, Keys keys, long width, long contextWidth, int heads, boolean upcast) {
        return new Attention(
                tensors,
                keys.at("to_q").linearWithoutBias(tensors, width, width),
                keys.at("to_k").linearWithoutBias(tensors, contextWidth, width),
                keys.at("to_v").linearWithoutBias(tensors, contextWidth, width),
                keys.at("to_out.0").linear(tensors, width, width),
                heads,
                upcast);
    }

    /// As in autoencoders: every projection has a bias, and there is one head.
    static Attention ofImage(Tensors tensors, Keys keys, long width) {
        return new Attention(
                tensors,
                keys.at("to_q").linear(tensors, width, width),
                keys.at("to_k").linear(tensors, width, width),
                keys.at("to_v").linear(tensors, width, width),
                keys.at("to_out.0").linear(tensors, width, width),
                1,
                false);
    }

    /// @param x       (B, N, D)
    /// @param context (B, M, contextWidth)
    /// @return (B, N, D)
    NDArray apply(NDArray x, NDArray context) {
        return out.apply(attended(query.apply(x), key.apply(context), value.apply(context)));
    }

    /// To texts.
    /// @param x (B, N, D)
    NDArray apply(NDArray x, Conditioning texts) {
        return out.apply(attended(query.apply(x), texts.through(key), texts.through(value)));
    }

    private NDArray attended(NDArray q, NDArray k, NDArray v) {
        return upcast ? tensors.upcastAttention(q, k, v, heads) : tensors.attention(q, k, v, heads);
    }

    Stream<Linear> layers() {
        return Stream.of(query, key, value, out);
    }
}
