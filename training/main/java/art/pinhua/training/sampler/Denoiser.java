package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;

/// Predicts the noise, or the velocity, in noisy latents. Text, guidance and adapters are its own matter.
@FunctionalInterface
public interface Denoiser {

    /// @param latents  (B, C, H, W), variance-preserving scale
    /// @param timestep of the noise schedule
    /// @return (B, C, H, W)
    NDArray predict(NDArray latents, double timestep);
}
