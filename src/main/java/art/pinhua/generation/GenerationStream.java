package art.pinhua.generation;

import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.jobs.LiveEvents;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// What a watcher of a generation hears: steps from the job's row, previews from the worker if it lives in this
/// process, images and the end from the tables.
@ApplicationScoped
class GenerationStream {
    private static final int BUFFER = 256;

    private final Playground playground;
    private final ImageRows images;
    private final Jobs jobs;
    private final LiveEvents live;

    GenerationStream(Playground playground, ImageRows images, Jobs jobs, LiveEvents live) {
        this.playground = playground;
        this.images = images;
        this.jobs = jobs;
        this.live = live;
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
                            var previews = live.of(id, GenerationEvent.class)
                                    .subscribe()
                                    .with(watcher::emit, watcher::fail);
                            var rows = Multi.createBy()
                                    .concatenating()
                                    .streams(steps, end(id))
                                    .subscribe()
                                    .with(watcher::emit, watcher::fail, watcher::complete);
                            watcher.onTermination(() -> {
                                previews.cancel();
                                rows.cancel();
                            });
                        },
                        BUFFER);
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
