package art.pinhua.generation;

import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.Jobs;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// What a watcher of a generation hears, whichever process draws it: steps from the job's row, previews,
/// images and the end from their tables.
@ApplicationScoped
class GenerationStream {
    private static final int BUFFER = 256;

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

    private Multi<GenerationEvent> follow(UUID id, Job job) {
        Multi<GenerationEvent> steps = jobs.watch(job.id())
                .filter(now -> now.stepsTotal() > 0)
                .map(now -> GenerationEvent.progress((int) now.stepsDone(), (int) now.stepsTotal()));
        return Multi.createFrom()
                .emitter(
                        watcher -> {
                            var unfinished = unfinished(id).subscribe().with(watcher::emit, watcher::fail);
                            var rows = Multi.createBy()
                                    .concatenating()
                                    .streams(steps, end(id))
                                    .subscribe()
                                    .with(watcher::emit, watcher::fail, watcher::complete);
                            watcher.onTermination(() -> {
                                unfinished.cancel();
                                rows.cancel();
                            });
                        },
                        BUFFER);
    }

    /// Previews as they change, for as long as somebody listens.
    private Multi<GenerationEvent> unfinished(UUID id) {
        var seen = new HashMap<Integer, Integer>();
        return Multi.createFrom()
                .ticks()
                .every(Duration.ofMillis(Previews.PERIOD_MILLIS))
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tick -> news(id, seen))
                .onItem()
                .transformToMultiAndConcatenate(news -> Multi.createFrom().iterable(news));
    }

    /// @param seen steps by the index of the picture
    private List<GenerationEvent> news(UUID id, Map<Integer, Integer> seen) {
        var news = previews.unseen(id, seen);
        if (!news.isEmpty()) {
            playground.generation(id); // may be shown only as long as its images may
        }
        news.forEach(preview -> seen.put(preview.index(), preview.step()));
        return news.stream().map(GenerationEvent::preview).toList();
    }

    /// Images and the last word of an ended generation; nothing while it goes on.
    private Multi<GenerationEvent> end(UUID id) {
        return Uni.createFrom()
                .item(() -> ending(id))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToMulti(events -> Multi.createFrom().iterable(events));
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
