package art.pinhua.training.contract;

/// The samplers a request can name.
public enum SamplerKind {
    /// Denoising diffusion implicit models, without added noise.
    DDIM,
    /// DPM-Solver++, second order, multistep.
    DPMPP_2M
}
