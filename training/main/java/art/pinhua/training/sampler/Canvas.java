package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import org.jspecify.annotations.Nullable;

/// What a run starts from and keeps to.
///
/// Without an image it starts from noise alone. With one it starts from that image under as much noise as a later
/// step has (Meng et al., SDEdit, arXiv 2108.01073). With a mask as well, whatever the mask leaves out is put back
/// under the right noise after each step, so that any model can fill in a part of a picture.
///
/// @param noise    (B, C, H, W) standard normal
/// @param steps    of the whole schedule
/// @param strength share of the steps that are done, above 0 to 1; 1 without an image
/// @param image    (B, C, H, W) or (1, C, H, W), noise-free latents
/// @param mask     (B, 1, H, W) or (1, 1, H, W), 1 where to draw and 0 where the image stays; needs an image
/// @param fresh    for the samplers that add noise
public record Canvas(
        NDArray noise,
        int steps,
        double strength,
        @Nullable NDArray image,
        @Nullable NDArray mask,
        FreshNoise fresh) {
    public Canvas {
        if (!(strength > 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength must be above 0 and at most 1, was " + strength);
        }
        if (image == null && (mask != null || strength != 1)) {
            throw new IllegalArgumentException("mask and strength need an image to start from");
        }
    }

    /// Starts from noise.
    public static Canvas blank(NDArray noise, int steps, FreshNoise fresh) {
        return new Canvas(noise, steps, 1, null, null, fresh);
    }

    /// Index of the first step that is done; the last one always is. The product is cut off as it is in
    /// diffusers: 50 steps at 0.58 are 28.99….
    int first() {
        return Math.min(steps - 1, steps - (int) (steps * strength));
    }

    /// Latents before the first step.
    /// @param signal factor of the image at its timestep
    /// @param sigma  factor of the noise there
    /// @param alone  factor of the noise where there is nothing else
    NDArray begin(Tensors tensors, double signal, double sigma, double alone) {
        if (image == null || (mask != null && strength == 1)) {
            return alone == 1 ? noise : tensors.mul(noise, alone);
        }
        return noised(tensors, image, signal, sigma);
    }

    /// Latents after a step, with the image put back where the mask leaves it.
    /// @param signal factor of the image after the step; 1 after the last
    /// @param sigma  factor of the noise after the step; 0 after the last
    NDArray kept(Tensors tensors, NDArray latents, double signal, double sigma) {
        if (image == null || mask == null) {
            return latents;
        }
        NDArray original = noised(tensors, image, signal, sigma);
        return original.add(latents.sub(original).mul(mask));
    }

    private NDArray noised(Tensors tensors, NDArray clean, double signal, double sigma) {
        return tensors.mul(noise, sigma).add(tensors.mul(clean, signal));
    }
}
