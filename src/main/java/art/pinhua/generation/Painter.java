package art.pinhua.generation;

import art.pinhua.platform.Leftovers;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.JobCancelled;
import art.pinhua.platform.jobs.JobFailed;
import art.pinhua.platform.jobs.JobPriority;
import art.pinhua.platform.jobs.RunningJob;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.AdapterCard;
import art.pinhua.registry.ModelFiles;
import art.pinhua.registry.Registry;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Has the engine draw one generation and keeps its images, in the name of a running job.
/// An engine that dies on the way is replaced and draws the images that are missing: their seeds are fixed.
@Singleton
class Painter {
    private static final Logger LOG = Logger.getLogger(Painter.class);
    private static final int PREVIEWS = 5;

    private final Engine engine;
    private final Generations generations;
    private final ImageRows images;
    private final ModelFiles files;
    private final Registry registry;
    private final Blobs blobs;
    private final EngineFolders folders;
    private final Previews previews;

    private final KnownRoom roomFor = new KnownRoom();

    Painter(
            Engine engine,
            Generations generations,
            ImageRows images,
            ModelFiles files,
            Registry registry,
            Blobs blobs,
            EngineFolders folders,
            Previews previews) {
        this.engine = engine;
        this.generations = generations;
        this.images = images;
        this.files = files;
        this.registry = registry;
        this.blobs = blobs;
        this.folders = folders;
        this.previews = previews;
    }

    /// How a generation is drawn.
    /// @param tellsSteps the job is about this generation alone, so its steps are the job's progress
    record Manner(JobPriority hurry, boolean tellsSteps) {
        static final Manner PLAYGROUND = new Manner(JobPriority.WAITED_FOR, true);

        static Manner campaign(JobPriority hurry) {
            return new Manner(hurry, false);
        }
    }

    /// Returns when every image of the generation is stored; one already done is left as it is.
    void paint(RunningJob job, Generation generation, Manner manner) throws InterruptedException {
        if (generation.state() == GenerationState.DONE) {
            return;
        }
        job.write(() -> {
            generations.started(generation.id());
            previews.forget(generation.id()); // those of an attempt before
        });
        Path folder = folders.make(generation.id(), job.attempt());
        try {
            store(job, generation, draw(job, generation, manner, folder));
        } finally {
            Leftovers.remove(folder);
        }
    }

    /// @param images by their place among the seeds
    /// @param end    what the engine said of the last portion; tokens are cut alike in all
    private record Drawn(SortedMap<Integer, EngineAnswer.Image> images, EngineAnswer.Done end) {}

    private Drawn draw(RunningJob job, Generation generation, Manner manner, Path folder) throws InterruptedException {
        int pictures = generation.seeds().size();
        var kind = new KnownRoom.Kind(generation.modelVersionId(), generation.width(), generation.height());
        var portions = new Portions(pictures, roomFor.of(kind, pictures, engine.mayHoldSeveral()));
        boolean lostAmongOthers = true; // holds while each engine that wanted memory may have held other models
        var images = new TreeMap<Integer, EngineAnswer.Image>();
        for (int request = 1; ; request++) {
            job.check();
            try {
                var end = drawPortion(job, generation, manner, folder, portions, request, images);
                OptionalInt room = portions.done();
                if (room.isPresent()) {
                    roomFor.found(kind, room.getAsInt(), lostAmongOthers);
                    lostAmongOthers = true;
                }
                if (!portions.remain()) {
                    return new Drawn(images, end);
                }
            } catch (EngineGone e) {
                images.tailMap(portions.drawn()).clear(); // a portion counts as a whole
                lostAmongOthers &= e.reason() != EngineGone.Reason.MEMORY || e.heldSeveral();
                if (!portions.lost(e.reason())) {
                    throw givenUp(generation, portions.commonReason(), e);
                }
                LOG.warnf(
                        "generation %s goes on with another engine and %d pictures at once: %s",
                        generation.id(), portions.size(), e.getMessage());
            } catch (Engine.Refused e) {
                throw new JobFailed(e.code + ": " + e.getMessage(), e);
            } catch (ProblemException e) { // by its code, as the engine's refusals are
                throw new JobFailed(e.code().name() + ": " + e.detail(), e);
            }
        }
    }

    private static RuntimeException givenUp(Generation generation, EngineGone.Reason reason, EngineGone last) {
        return switch (reason) {
            case MEMORY -> noRoom(generation, last);
            case DEVICE -> noDevice(last);
            case KILLED, OTHER -> last;
        };
    }

    private static JobFailed noRoom(Generation generation, EngineGone cause) {
        return new JobFailed(
                EngineFailure.OUT_OF_MEMORY
                        + ": The system ended the engine each time it drew a single picture of %d × %d pixels, as it does"
                                .formatted(generation.width(), generation.height())
                        + " where memory does not suffice. Ask for a smaller size, take a smaller model, set pinhua.engine.precision to bf16,"
                        + " or give the machine, or the container, more memory.",
                cause);
    }

    /// Fails the attempt only: the next one may be another worker's, with a device that works.
    private static EngineGone noDevice(EngineGone last) {
        return new EngineGone(
                "%s: The device failed under each engine that drew a single picture, the last time with: %s"
                        .formatted(EngineFailure.DEVICE_LOST, last.getMessage()),
                last);
    }

    /// @param number of the request within this attempt: an id is used once, since what became of an
    ///               earlier request may still be on its way
    private EngineAnswer.Done drawPortion(
            RunningJob job,
            Generation generation,
            Manner manner,
            Path folder,
            Portions portions,
            int number,
            SortedMap<Integer, EngineAnswer.Image> images)
            throws InterruptedException {
        int first = portions.drawn();
        int size = portions.size();
        var request = new EngineRequest.Generate(
                generation.id() + "-" + job.attempt() + "-" + number,
                files.source(generation.modelVersionId(), laid(generation), generation.words()),
                generation.prompt(),
                generation.negativePrompt(),
                generation.seeds().subList(first, first + size),
                generation.steps(),
                generation.guidance(),
                generation.sampler(),
                generation.width(),
                generation.height(),
                manner.tellsSteps() ? Math.max(1, generation.steps() / PREVIEWS) : 0,
                folder.toString(),
                generation.guidanceRescale(),
                generation.noise(),
                start(generation),
                generation.clipSkip());
        var unfinished = previews.keeper(generation.id(), job::write);
        var end = engine.generate(request, manner.hurry(), job::stillWanted, answer -> {
            switch (answer) {
                case EngineAnswer.Image image -> images.put(first + image.index(), image);
                case EngineAnswer.Progress progress -> {
                    if (manner.tellsSteps()) {
                        job.progress(stepOfAll(progress, portions, generation), progress.steps(), "");
                    }
                }
                case EngineAnswer.Preview preview ->
                    unfinished.keep(first + preview.index(), preview.step(), Path.of(preview.file()));
                default -> LOG.debugf("the engine also said %s", answer);
            }
        });
        if (end.isEmpty()) {
            job.check();
            throw new JobCancelled();
        }
        if (images.size() != first + size) {
            throw new EngineGone("the engine drew " + (images.size() - first) + " of " + size + " images");
        }
        return end.get();
    }

    /// Portions one after the other make one way from the first step to the last.
    private static int stepOfAll(EngineAnswer.Progress progress, Portions portions, Generation generation) {
        int done = portions.drawn() * progress.steps() + portions.size() * progress.step();
        return Math.max(1, done / generation.seeds().size());
    }

    private List<ModelFiles.Laid> laid(Generation generation) {
        if (generation.adapters().isEmpty()) {
            return List.of();
        }
        var files = registry.adapters().stream().collect(Collectors.toMap(AdapterCard::id, AdapterCard::sha256));
        return generation.adapters().stream()
                .map(laid -> new ModelFiles.Laid(Objects.requireNonNull(files.get(laid.adapterId())), laid.strength()))
                .toList();
    }

    private EngineRequest.@Nullable Start start(Generation generation) {
        UUID id = generation.startImageId();
        Double strength = generation.strength();
        if (id == null || strength == null) {
            return null;
        }
        Image image = images.byId(id).orElseThrow();
        String mask = generation.maskSha256();
        return new EngineRequest.Start(
                blobs.file(image.sha256()).toString(),
                strength,
                mask == null ? null : blobs.file(mask).toString());
    }

    /// Bytes first, then the rows that name them, under the job's fence.
    private void store(RunningJob job, Generation generation, Drawn drawn) {
        var digests = new TreeMap<Integer, String>();
        drawn.images().forEach((index, image) -> digests.put(index, stored(image)));
        job.write(() -> {
            digests.forEach((index, sha256) -> images.add(generation, index, sha256));
            generations.done(generation.id(), drawn.end());
        });
    }

    private String stored(EngineAnswer.Image image) {
        String sha256 = blobs.store(Path.of(image.file())).sha256();
        if (!sha256.equals(image.sha256())) {
            throw new IllegalStateException("the engine named " + image.sha256() + " but its file is " + sha256);
        }
        return sha256;
    }
}
