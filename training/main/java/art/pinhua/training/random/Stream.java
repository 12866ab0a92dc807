package art.pinhua.training.random;

/// What a random number is for: numbers of two streams are independent of each other.
/// Append only, because the ordinal is part of every number drawn.
public enum Stream {
    NOISE,
    TIMESTEP,
    CAPTION,
    FLIP,
    ORDER,
    DROPOUT,
    INIT,
    SAMPLE,
    SCENE,
    RATER,
    CROP,
    /// Noise that a sampler adds on the way.
    FRESH
}
