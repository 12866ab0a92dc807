package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;

/// Watches a sampling run. An exception thrown here ends the run and reaches its caller: the way to cancel.
@FunctionalInterface
public interface StepListener {
    StepListener NONE = (step, steps, latents, clean) -> {};

    /// @param step    steps done, 1 to `steps`
    /// @param latents (B, C, H, W) after the step; valid during the call
    /// @param clean   what the step believed the noise-free latents to be, the same shape; valid during the call
    void stepped(int step, int steps, NDArray latents, NDArray clean);
}
