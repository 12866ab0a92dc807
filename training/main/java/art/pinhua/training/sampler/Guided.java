package art.pinhua.training.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import art.pinhua.training.tensor.Tensors;

/// Classifier-free guidance (Ho and Salimans, arXiv 2207.12598): `e = e_negative + g (e_prompt − e_negative)`,
/// both computed in one batch, negative first. With g = 1 the negative text plays no part and is not computed.
public final class Guided implements Denoiser {

    /// A network over latents and text.
    @FunctionalInterface
    public interface Network {
        /// @param latents  (N, C, H, W)
        /// @param timestep of every sample
        /// @param context  (N, tokens, width)
        /// @return (N, C, H, W)
        NDArray predict(NDArray latents, double timestep, NDArray context);
    }

    private final Tensors tensors;
    private final Network network;
    private final NDArray context;
    private final double guidance;

    /// @param negative (B, tokens, width)
    /// @param prompt   the same shape
    public Guided(Tensors tensors, Network network, NDArray negative, NDArray prompt, double guidance) {
        this.tensors = tensors;
        this.network = network;
        this.guidance = guidance;
        context = guidance == 1 ? prompt : NDArrays.concat(new NDList(negative, prompt), 0);
    }

    @Override
    public NDArray predict(NDArray latents, double timestep) {
        if (guidance == 1) {
            return network.predict(latents, timestep, context);
        }
        NDArray both = network.predict(NDArrays.concat(new NDList(latents, latents), 0), timestep, context);
        NDList halves = both.split(2);
        NDArray negative = halves.get(0);
        return negative.add(tensors.mul(halves.get(1).sub(negative), guidance));
    }
}
