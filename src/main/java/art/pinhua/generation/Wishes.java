package art.pinhua.generation;

import art.pinhua.generation.GenerationResource.NewGeneration;
import art.pinhua.generation.ImageRequest.LaidAdapter;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.AdapterCard;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.Registry;
import art.pinhua.registry.UsualSampling;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Reads what people wish for. Whatever is wrong with it is said here, before anything is kept.
@Singleton
class Wishes {
    private static final int USUAL_COUNT = 4;
    private static final long SEEDS = 1L << 32;
    private static final double USUAL_STRENGTH = 0.6;

    private final ImageRows images;
    private final Registry registry;
    private final RandomGenerator random;
    private final List<ImageGuard> guards;

    Wishes(ImageRows images, Registry registry, RandomGenerator random, @All List<ImageGuard> guards) {
        this.images = images;
        this.registry = registry;
        this.random = random;
        this.guards = guards;
    }

    /// A sound wish.
    /// @param request its start has no mask yet
    /// @param mask    to be kept, and then named in the request
    @SuppressWarnings("ArrayRecordComponent") // bytes, handed on and never compared
    record Sound(ImageRequest request, ModelVersion.BaseModel model, byte @Nullable [] mask) {}

    /// What the rows of a grid have in common: each mask is read once, and all have the version and the learned words
    /// of
    /// one moment.
    static final class Common {
        private @Nullable ModelVersion served;
        private final Map<String, byte[]> masks = new HashMap<>();
        private final Map<UUID, Map<String, UUID>> words = new HashMap<>();
    }

    Sound read(NewGeneration wish, Common common) {
        var version = version(wish, common);
        var model = version.baseModel();
        long seed = wish.seed() == null ? random.nextLong(SEEDS) : wish.seed();
        int count = Objects.requireNonNullElse(wish.count(), USUAL_COUNT);
        var start = start(wish);
        var request = new ImageRequest(
                version.id(),
                composed(wish.prompt()),
                composed(Objects.requireNonNullElse(
                        wish.negativePrompt(), model.usualSampling().negativePrompt())),
                LongStream.range(0, count).map(i -> seed + i).boxed().toList(),
                sampling(wish, model.usualSampling()),
                start.map(image -> new ImageRequest.Start(
                                image.id(), Objects.requireNonNullElse(wish.strength(), USUAL_STRENGTH), null))
                        .orElse(null),
                additions(wish, version),
                PictureSizes.asked(wish.width(), wish.height(), model, start));
        var words = common.words.computeIfAbsent(model.id(), registry::wordsInForce);
        String mask = wish.mask();
        return new Sound(
                WordsInForce.of(request, words),
                model,
                mask == null ? null : common.masks.computeIfAbsent(mask, Mask::png));
    }

    private ModelVersion version(NewGeneration wish, Common common) {
        if (wish.modelVersionId() != null) {
            return registry.version(wish.modelVersionId());
        }
        var served = common.served == null ? registry.serving().modelVersion() : common.served;
        common.served = served;
        return served;
    }

    /// As learned words are kept: what a document brings may be in pieces. The few texts that this makes longer stay.
    static String composed(String text) {
        String stripped = text.strip();
        String composed = Normalizer.normalize(stripped, Normalizer.Form.NFC);
        return composed.length() <= stripped.length() ? composed : stripped;
    }

    /// What is not said is as the base model is usually drawn with.
    private static ImageRequest.Sampling sampling(NewGeneration wish, UsualSampling usual) {
        SamplerKind sampler = Objects.requireNonNullElse(wish.sampler(), usual.sampler());
        int steps = Objects.requireNonNullElse(wish.steps(), Math.min(usual.steps(), sampler.mostSteps()));
        if (steps > sampler.mostSteps()) {
            throw ProblemException.invalid(
                    "steps", "must be at most " + sampler.mostSteps() + " with the sampler " + sampler);
        }
        return new ImageRequest.Sampling(
                steps,
                Objects.requireNonNullElse(wish.guidance(), usual.guidance()),
                sampler,
                Objects.requireNonNullElse(wish.guidanceRescale(), usual.guidanceRescale()),
                Objects.requireNonNullElse(wish.noise(), NoiseKind.COUNTER));
    }

    /// Adapters that do not fit would be refused by the engine, later and in other words.
    private ImageRequest.Additions additions(NewGeneration wish, ModelVersion version) {
        var adapters = Objects.requireNonNullElse(wish.adapters(), List.<LaidAdapter>of());
        var known = adapters.isEmpty()
                ? Map.<UUID, List<UUID>>of()
                : registry.adapters().stream().collect(Collectors.toMap(AdapterCard::id, AdapterCard::fits));
        for (int i = 0; i < adapters.size(); i++) {
            List<UUID> fits = known.get(adapters.get(i).adapterId());
            if (fits == null || !fits.contains(version.baseModel().id())) {
                throw ProblemException.invalid(
                        "adapters[" + i + "].adapterId",
                        fits == null
                                ? "names no adapter"
                                : "names an adapter that does not fit "
                                        + version.baseModel().name());
            }
        }
        var model = version.baseModel();
        int clipSkip = Objects.requireNonNullElse(
                wish.clipSkip(), model.usualSampling().clipSkip());
        model.requireClipSkip(clipSkip);
        return new ImageRequest.Additions(adapters, clipSkip);
    }

    /// The image that is started from.
    private Optional<Image> start(NewGeneration wish) {
        UUID id = wish.startImageId();
        if (id == null) {
            if (wish.strength() != null || wish.mask() != null) {
                throw ProblemException.invalid(
                        wish.strength() == null ? "mask" : "strength", "needs a startImageId to start from");
            }
            return Optional.empty();
        }
        var image = images.byId(id)
                .orElseThrow(() ->
                        ProblemException.invalid("startImageId", "names no image; take the id of an earlier one"));
        guards.forEach(guard -> guard.check(image.generationId()));
        return Optional.of(image);
    }
}
