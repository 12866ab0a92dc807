package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;

/// The text as a whole, which every layer of the denoiser is told together with the time (diffusers
/// `TextTimeEmbedding`). Attention reaches the coarser levels alone; this reaches the finest too.
///
/// @param place what is added to the mean of the text's states to ask them with, (1, D)
/// @param heads with which they are asked; it divides D
record WholeText(
        Tensors tensors,
        LayerNorm before,
        NDArray place,
        Linear query,
        Linear key,
        Linear value,
        int heads,
        Linear out,
        LayerNorm after) {
    private static final double EPSILON = 1e-5;

    static WholeText of(Tensors tensors, Keys keys, UNetConfig config) {
        int width = config.crossAttentionDim();
        Keys pool = keys.at("pool");
        return new WholeText(
                tensors,
                keys.at("norm1").layerNorm(tensors, width, EPSILON),
                pool.weight("positional_embedding", 1, width),
                pool.at("q_proj").linear(tensors, width, width),
                pool.at("k_proj").linear(tensors, width, width),
                pool.at("v_proj").linear(tensors, width, width),
                config.wholeTextHeads(),
                keys.at("proj").linear(tensors, width, config.timeWidth()),
                keys.at("norm2").layerNorm(tensors, config.timeWidth(), EPSILON));
    }

    /// In fp32, as the time is embedded.
    /// @param context (T, N, D)
    /// @return (T, timeWidth)
    NDArray apply(NDArray context) {
        NDArray states = before.apply(tensors.toFloat32(context));
        NDArray asking = states.mean(new int[] {1}, true).add(tensors.toFloat32(place));
        NDArray all = asking.concat(states, 1);
        NDArray pooled = tensors.attention(query.apply(asking), key.apply(all), value.apply(all), heads);
        return after.apply(out.apply(pooled.squeeze(1)));
    }
}
