package art.pinhua.generation;

import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.JobState;
import art.pinhua.platform.jobs.Jobs;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What a watcher of a generation hears, whichever process draws it: steps from the job's row, previews,
/// images and the end from their tables. Whoever takes them slowly misses some of the previews, which are
/// too large to be kept in memory.
@ApplicationScoped
class GenerationStream {
    private final Playground playground;
    private final ImageRows images;
    private final Jobs jobs;
    private final Previews previews;

    GenerationStream(Playground playground, ImageRows images, Jobs jobs, Previews previews) {
        this.playground = playground;
        this.images = images;
        this.jobs = jobs;
        this.previews = previews;
    }

    Multi<GenerationEvent> of(UUID id) {
        return Uni.createFrom()
                .item(() -> playground.job(playground.generation(id).id()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToMulti(job -> job.map(found -> follow(id, found)).orElseGet(() -> end(id)));
    }

    /// Each look at the row waits until all that the one before it told is taken.
    private Multi<GenerationEvent> follow(UUID id, Job job) {
        var seen = new HashMap<Integer, Integer>();
        Multi<GenerationEvent> course = jobs.watch(job.id())
                .onItem()
                .transformToMultiAndConcatenate(now -> read(() -> news(id, now, seen)))
                .skip()
                .repetitions();
        return Multi.createBy().concatenating().streams(course, end(id));
    }

    /// @param seen steps by the index of the picture
    private List<GenerationEvent> news(UUID id, Job now, Map<Integer, Integer> seen) {
        var news = new ArrayList<GenerationEvent>();
        boolean beginsAgain = now.attempt() > 1 && !now.state().ended(); // and whoever watches may have read why
        if (now.waitReason() != null) {
            news.add(GenerationEvent.waiting(now.waitReason()));
        } else if (now.stepsTotal() > 0) {
            news.add(GenerationEvent.progress((int) now.stepsDone(), (int) now.stepsTotal()));
        } else if (beginsAgain) {
            news.add(GenerationEvent.waiting(null));
        }
        if (now.state() == JobState.RUNNING) {
            news.addAll(unfinished(id, seen));
        }
        return news;
    }

    private List<GenerationEvent> unfinished(UUID id, Map<Integer, Integer> seen) {
        var unseen = previews.unseen(id, seen);
        if (!unseen.isEmpty()) {
            playground.generation(id); // may be shown only as long as its images may
        }
        unseen.forEach(preview -> seen.put(preview.index(), preview.step()));
        return unseen.stream().map(GenerationEvent::preview).toList();
    }

    /// Images and the last word of an ended generation; nothing while it goes on.
    private Multi<GenerationEvent> end(UUID id) {
        return read(() -> ending(id));
    }

    /// On a thread that may wait for the database.
    private static Multi<GenerationEvent> read(Supplier<List<GenerationEvent>> events) {
        return Uni.createFrom()
                .item(events)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToMulti(told -> Multi.createFrom().iterable(told));
    }

    private List<GenerationEvent> ending(UUID id) {
        var generation = playground.generation(id);
        if (!generation.state().ended()) {
            return List.of();
        }
        return Stream.concat(
                        images.ofGenerations(List.of(id)).stream().map(GenerationEvent::image),
                        Stream.of(GenerationEvent.ended(generation.state(), generation.error())))
                .toList();
    }
}
