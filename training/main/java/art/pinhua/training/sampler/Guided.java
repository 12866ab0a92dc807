package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
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

    /// A network over latents that knows its texts, see [#texts].
    @FunctionalInterface
    public interface Network {
        /// @param latents  (B, C, H, W)
        /// @param timestep of every picture
        /// @return (T · B, C, H, W), all pictures for the first text, then for the second
        NDArray predict(NDArray latents, double timestep);
    }

    private final Tensors tensors;
    private final Network network;
    private final double guidance;
    private final boolean guides;
    private final double rescale;

    /// @param rescale φ, 0 to 1
    public Guided(Tensors tensors, Network network, double guidance, double rescale) {
        if (!(rescale >= 0 && rescale <= 1)) {
            throw new IllegalArgumentException("guidanceRescale must be 0 to 1, was " + rescale);
        }
        this.tensors = tensors;
        this.network = network;
        this.guidance = guidance;
        this.rescale = rescale;
        this.guides = guides(guidance);
    }

    /// The texts that the network has to know: two with guidance, else one.
    ///
    /// @param negative one row
    /// @param prompt   the same shapes
    public static Condition texts(Condition negative, Condition prompt, double guidance) {
        return guides(guidance) ? negative.then(prompt) : prompt;
    }

    /// Whether the negative text counts.
    public static boolean guides(double guidance) {
        return guidance > 1;
    }

    @Override
    public NDArray predict(NDArray latents, double timestep) {
        NDArray both = network.predict(latents, timestep);
        if (!guides) {
            return both;
        }
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
