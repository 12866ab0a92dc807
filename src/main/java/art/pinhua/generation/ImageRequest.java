package art.pinhua.generation;

import art.pinhua.training.contract.SamplerKind;
import java.util.List;
import java.util.UUID;

/// Images wanted of one prompt: one for each seed, all by the same model version.
public record ImageRequest(
        UUID modelVersionId, String prompt, String negativePrompt, List<Long> seeds, Sampling sampling) {
    public ImageRequest {
        seeds = List.copyOf(seeds);
    }

    /// How noise becomes an image.
    public record Sampling(int steps, double guidance, SamplerKind sampler) {
        public static final Sampling USUAL = new Sampling(20, 4.0, SamplerKind.DPMPP_2M);
    }
}
