package art.pinhua.training.generate;

import art.pinhua.training.contract.SamplerKind;
import java.util.List;

/// What to draw.
/// @param negativePrompt what to keep away from; may be empty
/// @param seeds          one per picture; all are drawn in one batch
/// @param guidance       weight of the prompt; 1 is no guidance
/// @param width          pixels, a multiple of the autoencoder's factor
/// @param height         likewise
public record PictureRequest(
        String prompt,
        String negativePrompt,
        List<Long> seeds,
        int steps,
        double guidance,
        SamplerKind sampler,
        int width,
        int height) {
    public PictureRequest {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("seeds must not be empty");
        }
    }
}
