package art.pinhua.generation;

import art.pinhua.generation.ImageRequest.LaidAdapter;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The row of a generation.
/// @param strength share of the steps done on top of the start image; absent without one
/// @param maskSha256 of the picture that is bright where to draw; absent to draw everywhere
/// @param adapters beside the model version's own
/// @param words    ids of the learned words in force
/// @param clipSkip layers of the text encoder that are left out
/// @param promptTokensCut tokens at the end of the prompt that the text encoder had no room for; absent
///                        until drawn
/// @param negativePromptTokensCut likewise
/// @param unknownWords of the prompt: the model can make nothing of them; empty until drawn
record Generation(
        UUID id,
        @Nullable String requestedBy,
        UUID modelVersionId,
        String prompt,
        String negativePrompt,
        List<Long> seeds,
        int steps,
        double guidance,
        SamplerKind sampler,
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
        GenerationState state,
        @Nullable String error,
        @Nullable Integer promptTokensCut,
        @Nullable Integer negativePromptTokensCut,
        List<String> unknownWords,
        Instant createdAt) {}
