package art.pinhua.generation;

import java.time.Instant;
import java.util.UUID;

/// An image with everything needed to draw it again. Its bytes lie among the blobs.
public record Image(
        UUID id,
        UUID generationId,
        int index,
        String sha256,
        UUID modelVersionId,
        String prompt,
        String negativePrompt,
        long seed,
        int steps,
        double guidance,
        String sampler,
        int width,
        int height,
        Instant createdAt) {}
