package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.util.Locale;

/// What denoiser and autoencoder keep their weights in and compute in. The text encoders, guidance and sampler stay at
/// fp32: they cost little, and sums over many steps would show the difference.
public enum Precision {
    FP32,
    /// Half the memory; on processors with bf16 products (AVX512_BF16, AMX) about half the time for large models. Eight
    /// bits of mantissa: pictures differ slightly from those of fp32.
    BF16,
    /// Half the memory, for GPUs: quick on all of them, slow on processors. The autoencoder stays at fp32, because
    /// that of the XL family overflows in fp16 (diffusers: `force_upcast`).
    FP16;

    /// @throws IllegalArgumentException naming the three
    public static Precision of(String name) {
        return switch (name) {
            case "fp32" -> FP32;
            case "bf16" -> BF16;
            case "fp16" -> FP16;
            default -> throw new IllegalArgumentException("precision must be fp32, bf16 or fp16, was '" + name + "'");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What the autoencoder keeps its weights in and computes in beside such a denoiser.
    public Precision ofAutoencoder() {
        return this == FP16 ? FP32 : this;
    }

    /// Bytes of one weight.
    int bytes() {
        return this == FP32 ? Float.BYTES : Short.BYTES;
    }

    /// The input of a network whose weights have this precision.
    public NDArray entry(Tensors tensors, NDArray x) {
        return switch (this) {
            case FP32 -> x;
            case BF16 -> tensors.toBfloat16(x);
            case FP16 -> tensors.toFloat16(x);
        };
    }

    /// Its output as fp32.
    public NDArray exit(Tensors tensors, NDArray x) {
        return this == FP32 ? x : tensors.toFloat32(x);
    }
}
