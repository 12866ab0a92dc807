package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.util.stream.Stream;

/// Attention of tokens to a context (diffusers `Attention`).
///
/// @param heads number of heads; it divides the width
record Attention(Tensors tensors, Linear query, Linear key, Linear value, Linear out, int heads) {
    /// As in transformers: only the output has a bias.
    static Attention of(Tensors tensors, Keys keys, long width, long contextWidth, int heads) {
        return new Attention(
                tensors,
                keys.at("to_q").linearWithoutBias(tensors, width, width),
                keys.at("to_k").linearWithoutBias(tensors, contextWidth, width),
                keys.at("to_v").linearWithoutBias(tensors, contextWidth, width),
                keys.at("to_out.0").linear(tensors, width, width),
                heads);
    }

    /// As in autoencoders: every projection has a bias, and there is one head.
    static Attention ofImage(Tensors tensors, Keys keys, long width) {
        return new Attention(
                tensors,
                keys.at("to_q").linear(tensors, width, width),
                keys.at("to_k").linear(tensors, width, width),
                keys.at("to_v").linear(tensors, width, width),
                keys.at("to_out.0").linear(tensors, width, width),
                1);
    }

    /// @param x       (B, N, D)
    /// @param context (B, M, contextWidth)
    /// @return (B, N, D)
    NDArray apply(NDArray x, NDArray context) {
        return out.apply(tensors.attention(query.apply(x), key.apply(context), value.apply(context), heads));
    }

    /// To texts.
    /// @param x (B, N, D)
    NDArray apply(NDArray x, Conditioning texts) {
        return out.apply(tensors.attention(query.apply(x), texts.through(key), texts.through(value), heads));
    }

    Stream<Linear> layers() {
        return Stream.of(query, key, value, out);
    }
}
