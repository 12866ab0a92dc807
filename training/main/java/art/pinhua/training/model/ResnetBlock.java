package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/// Two convolutions with norms before them, beside a shortcut (diffusers `ResnetBlock2D`). The time enters
/// between the convolutions, before the second norm.
///
/// @param time     projects the time embedding to the channels; null in autoencoders
/// @param shortcut 1×1, where the number of channels changes
record ResnetBlock(
        Tensors tensors,
        GroupNorm norm1,
        Conv conv1,
        @Nullable Linear time,
        GroupNorm norm2,
        Conv conv2,
        @Nullable Conv shortcut) {
    /// @param timeWidth width of the time embedding, or 0 for none
    static ResnetBlock of(Tensors tensors, Keys keys, long in, long out, long timeWidth, int groups, double epsilon) {
        return new ResnetBlock(
                tensors,
                keys.at("norm1").groupNorm(tensors, in, groups, epsilon),
                keys.at("conv1").conv(tensors, in, out, 3),
                timeWidth == 0 ? null : keys.at("time_emb_proj").linear(tensors, timeWidth, out),
                keys.at("norm2").groupNorm(tensors, out, groups, epsilon),
                keys.at("conv2").conv(tensors, out, out, 3),
                in == out ? null : keys.at("conv_shortcut").conv(tensors, in, out, 1));
    }

    /// Closes what it makes on the way as soon as it is read: with all of it, a level of 512 pixels
    /// would take three times the memory.
    ///
    /// @param x              (B, in, H, W)
    /// @param activatedTime  SiLU of the time embedding, (B, timeWidth); null in autoencoders
    /// @return (B, out, H, W)
    NDArray apply(NDArray x, @Nullable NDArray activatedTime) {
        NDArray h = tensors.consuming(norm1.silu(x), conv1::apply);
        if (time != null && activatedTime != null) {
            NDArray perChannel = time.apply(activatedTime);
            h = tensors.consuming(h, pixels -> tensors.addToChannels(pixels, perChannel));
            perChannel.close();
        }
        h = tensors.consuming(h, norm2::silu);
        h = tensors.consuming(h, conv2::apply);
        return tensors.consuming(h, change -> tensors.plusInto(shortcut == null ? x : shortcut.apply(x), change));
    }
}
