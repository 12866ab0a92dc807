package art.pinhua.training.contract;

/// How a seed becomes noise.
public enum NoiseKind {
    /// Counter-based: the same on every machine, and the same for the same picture in any batch.
    COUNTER,
    /// As PyTorch's CPU generator, for seeds that come from tools built on it. Its first numbers are
    /// the noise that a run starts from, from a picture too: there diffusers, unlike ComfyUI, draws
    /// others first (decision 0027).
    TORCH
}
