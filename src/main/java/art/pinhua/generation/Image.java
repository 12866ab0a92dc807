package art.pinhua.generation;

import art.pinhua.generation.ImageRequest.LaidAdapter;
import art.pinhua.training.contract.NoiseKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An image with everything needed to draw it again. Its bytes lie among the blobs.
/// @param words ids of the learned words it was drawn with
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
        double guidanceRescale,
        NoiseKind noise,
        @Nullable UUID startImageId,
        @Nullable Double strength,
        @Nullable String maskSha256,
        List<LaidAdapter> adapters,
        List<UUID> words,
        int clipSkip,
        int width,
        int height,
        Instant createdAt) {}
