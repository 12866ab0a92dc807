package art.pinhua.training.generate;

import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.Png;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to draw.
/// @param negativePrompt  what to keep away from; may be empty
/// @param seeds           one per picture; all are drawn in one batch where memory suffices
/// @param guidance        weight of the prompt; up to 1 there is no guidance, and no negative prompt
/// @param width           pixels, a multiple of the autoencoder's factor
/// @param height          likewise
/// @param guidanceRescale share of the prediction that is brought back to the prompt's own contrast, 0 to 1
/// @param noise           how seeds become noise
/// @param start           absent to start from noise alone
/// @param clipSkip        layers at the end of the text encoder that are left out, 0 for none
public record PictureRequest(
        String prompt,
        String negativePrompt,
        List<Long> seeds,
        int steps,
        double guidance,
        SamplerKind sampler,
        int width,
        int height,
        double guidanceRescale,
        NoiseKind noise,
        @Nullable Start start,
        int clipSkip) {
    public PictureRequest {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("seeds must not be empty");
        }
    }

    /// From noise alone, with the guidance as it is.
    @SuppressWarnings("TooManyParameters")
    public PictureRequest(
            String prompt,
            String negativePrompt,
            List<Long> seeds,
            int steps,
            double guidance,
            SamplerKind sampler,
            int width,
            int height) {
        this(prompt, negativePrompt, seeds, steps, guidance, sampler, width, height, 0, NoiseKind.COUNTER, null, 0);
    }

    /// A picture to start from.
    /// @param image    of any size; it is scaled
    /// @param strength share of the steps that are done on top of it, above 0 to 1
    /// @param mask     bright where to draw, dark where the picture stays; absent to draw everywhere
    public record Start(Png.Pixels image, double strength, Png.@Nullable Pixels mask) {}

    /// The same for other seeds.
    PictureRequest withSeeds(List<Long> others) {
        return with(others, start);
    }

    /// The same from noise alone or from a picture.
    public PictureRequest from(@Nullable Start picture) {
        return with(seeds, picture);
    }

    private PictureRequest with(List<Long> others, @Nullable Start picture) {
        return new PictureRequest(
                prompt,
                negativePrompt,
                others,
                steps,
                guidance,
                sampler,
                width,
                height,
                guidanceRescale,
                noise,
                picture,
                clipSkip);
    }
}
