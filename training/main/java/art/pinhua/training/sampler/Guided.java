package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import art.pinhua.training.tensor.Tensors;

/// Classifier-free guidance (Ho and Salimans, arXiv 2207.12598): `e = e_negative + g (e_prompt − e_negative)`,
/// both computed in one batch, negative first. Up to g = 1 there is no guidance, as in diffusers: the prompt decides,
/// the negative text plays no part and is not computed. Distilled models such as SDXL Turbo are drawn with 0 that way.
///
/// Strong guidance makes the prediction swing wider than any the model was trained on, which burns colours. Rescaling
/// (Lin et al., arXiv 2305.08891, section 3.4) gives a share φ of it the spread of e_prompt:
/// `e' = e (φ std(e_prompt)/std(e) + 1 − φ)`, one spread per picture.
public final class Guided implements Denoiser {

    /// A network over latents and text.
    @FunctionalInterface
    public interface Network {
        /// @param latents   (N, C, H, W)
        /// @param timestep  of every sample
        /// @param condition N rows
        /// @return (N, C, H, W)
        NDArray predict(NDArray latents, double timestep, Condition condition);
    }

    private final Tensors tensors;
    private final Network network;
    private final Condition condition;
    private final double guidance;
    private final boolean guides;
    private final double rescale;

    /// @param negative B rows
    /// @param prompt   the same shapes
    /// @param rescale  φ, 0 to 1
    public Guided(
            Tensors tensors, Network network, Condition negative, Condition prompt, double guidance, double rescale) {
        if (!(rescale >= 0 && rescale <= 1)) {
            throw new IllegalArgumentException("guidanceRescale must be 0 to 1, was " + rescale);
        }
        this.tensors = tensors;
        this.network = network;
        this.guidance = guidance;
        this.rescale = rescale;
        this.guides = guides(guidance);
        condition = guides ? negative.then(prompt) : prompt;
    }

    public Guided(Tensors tensors, Network network, Condition negative, Condition prompt, double guidance) {
        this(tensors, network, negative, prompt, guidance, 0);
    }

    /// Whether the negative text counts.
    public static boolean guides(double guidance) {
        return guidance > 1;
    }

    @Override
    public NDArray predict(NDArray latents, double timestep) {
        if (!guides) {
            return network.predict(latents, timestep, condition);
        }
        NDArray both = network.predict(NDArrays.concat(new NDList(latents, latents), 0), timestep, condition);
        NDList halves = both.split(2);
        NDArray negative = halves.get(0);
        NDArray prompt = halves.get(1);
        NDArray guided = negative.add(tensors.mul(prompt.sub(negative), guidance));
        if (rescale == 0) {
            return guided;
        }
        NDArray narrower = spread(prompt).div(spread(guided));
        return guided.mul(tensors.add(tensors.mul(narrower, rescale), 1 - rescale));
    }

    /// Standard deviation over everything but the first axis: (B, 1, 1, 1).
    private NDArray spread(NDArray x) {
        NDArray mean = tensors.meanPerSample(x).reshape(-1, 1, 1, 1);
        return tensors.squaredErrorPerSample(x, mean).sqrt().reshape(-1, 1, 1, 1);
    }
}
