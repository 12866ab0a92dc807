package art.pinhua.training.noise;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;

/// What the network's output means.
public enum Prediction {
    /// The noise ε.
    EPSILON,
    /// The velocity v = √ᾱ ε − √(1−ᾱ) x₀ (Salimans and Ho, arXiv 2202.00512).
    VELOCITY;

    /// What the network should say, element by element.
    /// @param clean  x₀
    /// @param epsilon the noise that was added
    /// @param signal √ᾱ
    /// @param noise  √(1−ᾱ)
    public float target(float clean, float epsilon, float signal, float noise) {
        return switch (this) {
            case EPSILON -> epsilon;
            case VELOCITY -> signal * epsilon - noise * clean;
        };
    }

    /// The noise-free latents x̂₀ that an output implies.
    /// @param noisy  (B, C, H, W), what the network saw
    /// @param output the same shape, what it said
    /// @param signal √ᾱ; for ε not 0
    /// @param noise  √(1−ᾱ)
    public NDArray clean(Tensors tensors, NDArray noisy, NDArray output, double signal, double noise) {
        return switch (this) {
            case EPSILON -> tensors.mul(noisy.sub(tensors.mul(output, noise)), 1 / signal);
            case VELOCITY -> tensors.mul(noisy, signal).sub(tensors.mul(output, noise));
        };
    }
}
