package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;

/// An algorithm from noise to latents. Stateless: each call begins anew.
public sealed interface Sampler permits Ddim, Pndm, DpmSolverPlusPlus2M, Euler, Lcm {

    /// Timesteps at which the denoiser is asked, noisiest first.
    /// @throws IllegalArgumentException when there are more steps than the algorithm can tell apart
    double[] timesteps(int steps);

    /// @return (B, C, H, W) latents; belongs to the caller's array scope
    NDArray sample(Denoiser denoiser, Canvas canvas, StepListener listener);

    /// As [#sample(Denoiser, Canvas, StepListener)], from noise alone; for samplers that add none.
    /// @param noise (B, C, H, W) standard normal
    default NDArray sample(Denoiser denoiser, NDArray noise, int steps, StepListener listener) {
        return sample(denoiser, Canvas.blank(noise, steps, FreshNoise.NONE), listener);
    }
}
