package art.pinhua.generation;

import art.pinhua.generation.GenerationResource.NewGeneration;
import art.pinhua.platform.DiskRoom;
import art.pinhua.platform.Ids;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.problem.Violation;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Takes wishes for images and turns them into jobs.
@ApplicationScoped
class Playground {
    private static final int MOST_WAITING = 8;

    private final Generations generations;
    private final Wishes wishes;
    private final Jobs jobs;
    private final Blobs blobs;
    private final DiskRoom room;
    private final Ids ids;
    private final List<ImageGuard> guards;

    Playground(
            Generations generations,
            Wishes wishes,
            Jobs jobs,
            Blobs blobs,
            DiskRoom room,
            Ids ids,
            @All List<ImageGuard> guards) {
        this.generations = generations;
        this.wishes = wishes;
        this.jobs = jobs;
        this.blobs = blobs;
        this.room = room;
        this.ids = ids;
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

    UUID ask(NewGeneration wish, String subject) {
        requirePlace(subject);
        return keep(List.of(wishes.read(wish, new Wishes.Common())), subject).getFirst();
    }

    /// All rows or none. A grid needs one free place like any other wish, however many rows it has.
    List<UUID> askGrid(List<NewGeneration> rows, String subject) {
        requirePlace(subject);
        var common = new Wishes.Common();
        return keep(
                IntStream.range(0, rows.size())
                        .mapToObj(i -> read(i, rows.get(i), common))
                        .toList(),
                subject);
    }

    private Wishes.Sound read(int index, NewGeneration row, Wishes.Common common) {
        try {
            return wishes.read(row, common);
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

    /// Masks first: keeping bytes takes its time, and a transaction holds a connection that votes need.
    private List<UUID> keep(List<Wishes.Sound> wanted, String subject) {
        var requests = wanted.stream().map(this::withMask).toList();
        return QuarkusTransaction.requiringNew().call(() -> {
            generations.takeTurn(subject); // of many at once, each would find the last place free
            requirePlace(subject);
            var kept = new ArrayList<UUID>();
            for (int i = 0; i < requests.size(); i++) {
                UUID id = ids.next();
                generations.add(id, requests.get(i), wanted.get(i).model(), subject);
                jobs.submit(GenerateWork.KIND, id);
                kept.add(id);
            }
            return kept;
        });
    }

    private ImageRequest withMask(Wishes.Sound wish) {
        byte[] mask = wish.mask();
        return mask == null ? wish.request() : wish.request().masked(kept(mask));
    }

    private String kept(byte[] mask) {
        return room.within(mask.length, () -> blobs.store(mask)).sha256();
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

    /// Of what a person asked for; what nobody did, another job draws.
    Optional<Job> job(Generation generation) {
        return generation.requestedBy() == null ? Optional.empty() : job(generation.id());
    }

    Optional<Job> job(UUID generationId) {
        return jobs.newest(GenerateWork.KIND, generationId, 1).stream().findFirst();
    }
}
