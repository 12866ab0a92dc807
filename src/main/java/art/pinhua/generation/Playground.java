package art.pinhua.generation;

import art.pinhua.generation.GenerationResource.NewGeneration;
import art.pinhua.platform.Ids;
import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/// Takes wishes for images and turns them into jobs.
@ApplicationScoped
class Playground {
    private static final int MOST_WAITING = 8;
    private static final int USUAL_COUNT = 4;
    private static final long SEEDS = 1L << 32;

    private final Generations generations;
    private final Registry registry;
    private final Jobs jobs;
    private final Ids ids;
    private final RandomGenerator random;

    Playground(Generations generations, Registry registry, Jobs jobs, Ids ids, RandomGenerator random) {
        this.generations = generations;
        this.registry = registry;
        this.jobs = jobs;
        this.ids = ids;
        this.random = random;
    }

    Generation generation(UUID id) {
        return generations.byId(id).orElseThrow(() -> ProblemException.notFound("generation", id));
    }

    @Transactional
    UUID ask(NewGeneration wish, String subject) {
        if (generations.waitingOf(subject) >= MOST_WAITING) {
            throw new ProblemException(
                    GenerationProblem.TOO_MANY_GENERATIONS,
                    MOST_WAITING + " of your generations are waiting or running; cancel one or wait.");
        }
        var version = wish.modelVersionId() == null
                ? registry.serving().modelVersion()
                : registry.version(wish.modelVersionId());
        long seed = wish.seed() == null ? random.nextLong(SEEDS) : wish.seed();
        int count = Objects.requireNonNullElse(wish.count(), USUAL_COUNT);
        var usual = ImageRequest.Sampling.USUAL;
        var request = new ImageRequest(
                version.id(),
                wish.prompt().strip(),
                Objects.requireNonNullElse(wish.negativePrompt(), "").strip(),
                LongStream.range(0, count).map(i -> seed + i).boxed().toList(),
                new ImageRequest.Sampling(
                        Objects.requireNonNullElse(wish.steps(), usual.steps()),
                        Objects.requireNonNullElse(wish.guidance(), usual.guidance()),
                        Objects.requireNonNullElse(wish.sampler(), usual.sampler())));
        UUID id = ids.next();
        generations.add(id, request, version.baseModel(), subject);
        jobs.submit(GenerateWork.KIND, id, "{}");
        return id;
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
        return jobs.ofSubject(generationId).stream().findFirst();
    }
}
