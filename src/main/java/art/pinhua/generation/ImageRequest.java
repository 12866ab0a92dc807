package art.pinhua.generation;

import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Images wanted of one prompt: one for each seed, all by the same model version.
/// @param start absent to start from noise alone
public record ImageRequest(
        UUID modelVersionId,
        String prompt,
        String negativePrompt,
        List<Long> seeds,
        Sampling sampling,
        @Nullable Start start) {
    public ImageRequest {
        seeds = List.copyOf(seeds);
    }

    public ImageRequest(
            UUID modelVersionId, String prompt, String negativePrompt, List<Long> seeds, Sampling sampling) {
        this(modelVersionId, prompt, negativePrompt, seeds, sampling, null);
    }

    /// How noise becomes an image.
    public record Sampling(int steps, double guidance, SamplerKind sampler, double guidanceRescale, NoiseKind noise) {
        public static final Sampling USUAL = new Sampling(20, 3.0, SamplerKind.DPMPP_2M, 0, NoiseKind.COUNTER);
    }

    /// An earlier image to start from.
    /// @param strength share of the steps that are done on top of it, above 0 to 1
    public record Start(UUID imageId, double strength) {}
}
