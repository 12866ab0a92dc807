package art.pinhua.training.contract;

/// The samplers a request can name.
public enum SamplerKind {
    /// Denoising diffusion implicit models, without added noise.
    DDIM,
    /// DPM-Solver++, second order, multistep.
    DPMPP_2M,
    /// The same over the noise levels of Karras et al.
    DPMPP_2M_KARRAS,
    /// Pseudo linear multistep; asks the denoiser once more than it has steps.
    PNDM,
    /// Euler steps along the noise level.
    EULER,
    /// Euler steps that go down further and add fresh noise.
    EULER_ANCESTRAL,
    /// Latent consistency, for models or adapters distilled to few steps; 50 at most.
    LCM;

    /// The most steps that make sense.
    public int mostSteps() {
        return this == LCM ? 50 : 1000;
    }
}
