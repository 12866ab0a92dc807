package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;

/// An algorithm from noise to latents. Stateless: each call begins anew.
public sealed interface Sampler permits Ddim, DpmSolverPlusPlus2M {

    /// Timesteps at which the denoiser is asked, noisiest first.
    double[] timesteps(int steps);

    /// @param noise (B, C, H, W) standard normal
    /// @return (B, C, H, W) latents; belongs to the caller's array scope
    NDArray sample(Denoiser denoiser, NDArray noise, int steps, StepListener listener);
}
