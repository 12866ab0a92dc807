package art.pinhua.generation;

import art.pinhua.registry.UsualSampling;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Images wanted of one prompt: one for each seed, all by the same model version.
/// @param start     absent to start from noise alone
/// @param additions what is laid over the model
/// @param size      absent for that of the model's own images
public record ImageRequest(
        UUID modelVersionId,
        String prompt,
        String negativePrompt,
        List<Long> seeds,
        Sampling sampling,
        @Nullable Start start,
        Additions additions,
        @Nullable Size size) {
    public ImageRequest {
        seeds = List.copyOf(seeds);
    }

    /// As the base model is usually drawn with.
    static ImageRequest usual(UUID modelVersionId, String prompt, List<Long> seeds, UsualSampling usual) {
        return new ImageRequest(
                modelVersionId,
                prompt,
                Wishes.composed(usual.negativePrompt()),
                seeds,
                new Sampling(
                        usual.steps(), usual.guidance(), usual.sampler(), usual.guidanceRescale(), NoiseKind.COUNTER),
                null,
                new Additions(List.of(), usual.clipSkip()),
                null);
    }

    /// The same with learned words of the base model.
    ImageRequest with(List<UUID> words) {
        return with(start, new Additions(additions.adapters(), words, additions.clipSkip()));
    }

    /// The same with a mask over the image that it starts from.
    ImageRequest masked(String sha256) {
        var from = Objects.requireNonNull(start);
        return with(new Start(from.imageId(), from.strength(), sha256), additions);
    }

    private ImageRequest with(@Nullable Start from, Additions laid) {
        return new ImageRequest(modelVersionId, prompt, negativePrompt, seeds, sampling, from, laid, size);
    }

    /// What is laid over the model version for this request.
    /// @param adapters beside the version's own; their effects add up
    /// @param words    learned words that the prompts have
    /// @param clipSkip layers at the end of the text encoder that are left out
    public record Additions(List<LaidAdapter> adapters, List<UUID> words, int clipSkip) {
        public Additions {
            adapters = List.copyOf(adapters);
            words = List.copyOf(words);
        }

        Additions(List<LaidAdapter> adapters, int clipSkip) {
            this(adapters, List.of(), clipSkip);
        }
    }

    /// @param strength factor on its effect: 1 as it was trained, negative for the opposite
    public record LaidAdapter(
            @NotNull UUID adapterId,
            @DecimalMin("-4") @DecimalMax("4") double strength) {
        static List<UUID> ids(List<LaidAdapter> adapters) {
            return adapters.stream().map(LaidAdapter::adapterId).toList();
        }

        static List<Double> strengths(List<LaidAdapter> adapters) {
            return adapters.stream().map(LaidAdapter::strength).toList();
        }

        static List<LaidAdapter> of(List<UUID> ids, List<Double> strengths) {
            return IntStream.range(0, ids.size())
                    .mapToObj(i -> new LaidAdapter(ids.get(i), strengths.get(i)))
                    .toList();
        }
    }

    /// How noise becomes an image.
    public record Sampling(int steps, double guidance, SamplerKind sampler, double guidanceRescale, NoiseKind noise) {}

    /// An earlier image to start from.
    /// @param strength   share of the steps that are done on top of it, above 0 to 1
    /// @param maskSha256 of a picture that is bright where to draw; absent to draw everywhere
    public record Start(
            UUID imageId, double strength, @Nullable String maskSha256) {}

    /// In pixels.
    public record Size(int width, int height) {}
}
