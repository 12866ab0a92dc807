package art.pinhua.training.contract;

/// Why the engine could not do as asked. Names are stable: they reach the user interface.
public enum EngineFailure {
    /// The line is no request of the contract.
    REQUEST_INVALID,
    PROMPT_EMPTY,
    /// The picture size does not divide into latents.
    SIZE_UNSUPPORTED,
    /// The text encoder has not so many layers that could be left out.
    CLIP_SKIP_UNSUPPORTED,
    /// No pipeline folder there.
    MODEL_NOT_FOUND,
    /// The folder asks for something the engine does not compute.
    MODEL_UNSUPPORTED,
    /// The weights alone take more memory than the engine may hold.
    MODEL_TOO_LARGE,
    /// Weights are truncated, malformed or do not fit the configuration.
    WEIGHTS_DAMAGED,
    ADAPTER_NOT_FOUND,
    /// The adapter file is malformed or fits another model.
    ADAPTER_UNUSABLE,
    WORD_NOT_FOUND,
    /// The file of a learned word is malformed or fits another model.
    WORD_UNUSABLE,
    /// The picture to start from, or its mask, is missing or no sound PNG.
    START_UNREADABLE,
    OUT_OF_MEMORY,
    /// The device failed in a way after which nothing can be computed in this process: the engine ends
    /// itself, another one may be asked again.
    DEVICE_LOST,
    /// The picture could not be written.
    OUTPUT_UNWRITABLE,
    /// The result holds numbers that are not finite.
    NOT_FINITE,
    /// A bug of the engine; its log has the stack trace.
    INTERNAL
}
