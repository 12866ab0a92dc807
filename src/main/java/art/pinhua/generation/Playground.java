package art.pinhua.generation;

import art.pinhua.generation.GenerationResource.NewGeneration;
import art.pinhua.generation.ImageRequest.LaidAdapter;
import art.pinhua.platform.Ids;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.problem.Violation;
import art.pinhua.registry.AdapterCard;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.Registry;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Takes wishes for images and turns them into jobs.
@ApplicationScoped
class Playground {
    private static final int MOST_WAITING = 8;
    private static final int USUAL_COUNT = 4;
    private static final long SEEDS = 1L << 32;
    private static final double USUAL_STRENGTH = 0.6;

    /// Pixels: autoencoders shrink pictures to an eighth.
    private static final int SIDE_STEP = 8;

    private final Generations generations;
    private final ImageRows images;
    private final WordsInForce words;
    private final Registry registry;
    private final Jobs jobs;
    private final Blobs blobs;
    private final Ids ids;
    private final RandomGenerator random;
    private final List<ImageGuard> guards;

    Playground(
            Generations generations,
            ImageRows images,
            WordsInForce words,
            Registry registry,
            Jobs jobs,
            Blobs blobs,
            Ids ids,
            RandomGenerator random,
            @All List<ImageGuard> guards) {
        this.generations = generations;
        this.images = images;
        this.words = words;
        this.registry = registry;
        this.jobs = jobs;
        this.blobs = blobs;
        this.ids = ids;
        this.random = random;
        this.guards = guards;
    }

    /// For a person to look at; refused as long as its images are judged blind.
    Generation generation(UUID id) {
        guards.forEach(guard -> guard.check(id));
        return generations.byId(id).orElseThrow(() -> ProblemException.notFound("generation", id));
    }

    /// The picture that says what of the earlier image was to be drawn anew.
    byte[] mask(UUID id) {
        String sha256 = generation(id).maskSha256();
        if (sha256 == null) {
            throw ProblemException.notFound("mask of generation", id);
        }
        return blobs.read(sha256);
    }

    /// @param before only those asked for before this one of the same person
    List<Generation> history(String subject, List<String> words, @Nullable UUID before, int limit) {
        if (before != null
                && generations
                        .byId(before)
                        .filter(row -> subject.equals(row.requestedBy()))
                        .isEmpty()) {
            throw ProblemException.invalid("before", "names no generation of yours; take the id of an earlier one");
        }
        return generations.ofPerson(subject, words, before, limit);
    }

    @Transactional
    UUID ask(NewGeneration wish, String subject) {
        requirePlace(subject);
        return take(wish, subject);
    }

    /// All rows or none. A grid needs one free place like any other wish, however many rows it has.
    @Transactional
    List<UUID> askGrid(List<NewGeneration> rows, String subject) {
        requirePlace(subject);
        return IntStream.range(0, rows.size())
                .mapToObj(i -> takeRow(i, rows.get(i), subject))
                .toList();
    }

    private UUID takeRow(int index, NewGeneration row, String subject) {
        try {
            return take(row, subject);
        } catch (ProblemException e) {
            var violations = e.violations().stream()
                    .map(each -> new Violation("rows[" + index + "]." + each.field(), each.message()))
                    .toList();
            throw new ProblemException(e.code(), "Row " + (index + 1) + ": " + e.detail(), violations);
        }
    }

    private void requirePlace(String subject) {
        if (generations.waitingOf(subject) >= MOST_WAITING) {
            throw new ProblemException(
                    GenerationProblem.TOO_MANY_GENERATIONS,
                    MOST_WAITING + " of your generations are waiting or running; cancel one or wait.");
        }
    }

    private UUID take(NewGeneration wish, String subject) {
        var version = wish.modelVersionId() == null
                ? registry.serving().modelVersion()
                : registry.version(wish.modelVersionId());
        long seed = wish.seed() == null ? random.nextLong(SEEDS) : wish.seed();
        int count = Objects.requireNonNullElse(wish.count(), USUAL_COUNT);
        var earlier = earlier(wish);
        var request = new ImageRequest(
                version.id(),
                wish.prompt().strip(),
                Objects.requireNonNullElse(wish.negativePrompt(), "").strip(),
                LongStream.range(0, count).map(i -> seed + i).boxed().toList(),
                sampling(wish),
                earlier.map(image -> start(wish, image)).orElse(null),
                additions(wish, version),
                size(wish, version.baseModel(), earlier));
        UUID id = ids.next();
        generations.add(id, words.of(request, version.baseModel()), version.baseModel(), subject);
        jobs.submit(GenerateWork.KIND, id);
        return id;
    }

    private static ImageRequest.Sampling sampling(NewGeneration wish) {
        var usual = ImageRequest.Sampling.USUAL;
        SamplerKind sampler = Objects.requireNonNullElse(wish.sampler(), usual.sampler());
        int steps = Objects.requireNonNullElse(wish.steps(), usual.steps());
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

    /// Adapters of another base model would be refused by the engine, later and in other words.
    private ImageRequest.Additions additions(NewGeneration wish, ModelVersion version) {
        var adapters = Objects.requireNonNullElse(wish.adapters(), List.<LaidAdapter>of());
        var known = adapters.isEmpty()
                ? Map.<UUID, UUID>of()
                : registry.adapters().stream().collect(Collectors.toMap(AdapterCard::id, AdapterCard::baseModelId));
        for (int i = 0; i < adapters.size(); i++) {
            UUID base = known.get(adapters.get(i).adapterId());
            if (!version.baseModel().id().equals(base)) {
                throw ProblemException.invalid(
                        "adapters[" + i + "].adapterId",
                        base == null
                                ? "names no adapter"
                                : "names an adapter of another base model than "
                                        + version.baseModel().name());
            }
        }
        return new ImageRequest.Additions(adapters, Objects.requireNonNullElse(wish.clipSkip(), 0));
    }

    /// The image that is started from.
    private Optional<Image> earlier(NewGeneration wish) {
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

    private ImageRequest.Start start(NewGeneration wish, Image image) {
        String mask = wish.mask();
        return new ImageRequest.Start(
                image.id(),
                Objects.requireNonNullElse(wish.strength(), USUAL_STRENGTH),
                mask == null ? null : blobs.store(Mask.png(mask)).sha256());
    }

    /// What was asked for; else as large as the image that is started from, where the model can draw that;
    /// else the model's own size.
    private static ImageRequest.Size size(NewGeneration wish, ModelVersion.BaseModel model, Optional<Image> earlier) {
        Integer width = wish.width();
        Integer height = wish.height();
        if (width == null && height == null) {
            return earlier.filter(image -> suits(image.width(), model.width()) && suits(image.height(), model.height()))
                    .map(image -> new ImageRequest.Size(image.width(), image.height()))
                    .orElseGet(() -> new ImageRequest.Size(model.width(), model.height()));
        }
        return new ImageRequest.Size(
                width == null ? model.width() : side("width", width, model.width()),
                height == null ? model.height() : side("height", height, model.height()));
    }

    private static int side(String field, int asked, int own) {
        if (!suits(asked, own)) {
            throw ProblemException.invalid(
                    field,
                    "must be a multiple of %d from %d to %d pixels with this model"
                            .formatted(SIDE_STEP, own / 2, 2 * own));
        }
        return asked;
    }

    /// Far from the size that it learnt at, a model draws everything twice, or nothing that can be told.
    private static boolean suits(int side, int own) {
        return side % SIDE_STEP == 0 && side >= own / 2 && side <= 2 * own;
    }

    /// Cancelling an ended generation is refused; cancelling twice is cancelling once.
    void cancel(UUID id, String subject) {
        var generation = generation(id);
        if (!subject.equals(generation.requestedBy())) {
            throw new ProblemException(CommonProblem.NOT_ALLOWED, "Only who asked for a generation can cancel it.");
        }
        if (generation.state() == GenerationState.CANCELLED) {
            return;
        }
        var job = job(id).filter(live -> !live.state().ended())
                .orElseThrow(() -> new ProblemException(
                        GenerationProblem.GENERATION_OVER, "The generation is " + generation.state() + " already."));
        jobs.cancel(job.id());
    }

    int stepOf(Generation generation) {
        return generation.requestedBy() == null
                ? 0
                : job(generation.id()).map(job -> (int) job.stepsDone()).orElse(0);
    }

    Optional<Job> job(UUID generationId) {
        return jobs.newest(GenerateWork.KIND, generationId, 1).stream().findFirst();
    }
}
