package art.pinhua.training.contract;

/// How a prompt becomes a picture, beside seed and size.
/// @param steps           denoising steps, 1 to 1000
/// @param guidance        weight of the prompt; up to 1 there is no guidance, and no negative prompt
/// @param guidanceRescale share of the prediction that is brought back to the prompt's own contrast, 0
///                        to 1
/// @param clipSkip        layers at the end of the text encoder that are left out, 0 for none
/// @param negativePrompt  what to keep away from; may be empty
public record SamplingSettings(
        int steps, double guidance, double guidanceRescale, SamplerKind sampler, int clipSkip, String negativePrompt) {
    /// Layers that a request may leave out; a model may have fewer.
    public static final int MOST_CLIP_SKIP = 11;

    /// What suits the shipped models, and what is taken where nobody knows better.
    public static final SamplingSettings PLAIN = new SamplingSettings(20, 3, 0, SamplerKind.DPMPP_2M, 0, "");

    public SamplingSettings {
        int most = sampler.mostSteps();
        Refuse.unless(steps >= 1 && steps <= most, "steps", "1 to " + most + " with " + sampler, steps);
        Refuse.unless(guidance >= 0 && guidance <= 100, "guidance", "0 to 100", guidance);
        Refuse.unless(guidanceRescale >= 0 && guidanceRescale <= 1, "guidanceRescale", "0 to 1", guidanceRescale);
        requireClipSkip(clipSkip);
    }

    static void requireClipSkip(int layers) {
        Refuse.unless(layers >= 0 && layers <= MOST_CLIP_SKIP, "clipSkip", "0 to " + MOST_CLIP_SKIP, layers);
    }
}
