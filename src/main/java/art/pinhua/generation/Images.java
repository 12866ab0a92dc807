package art.pinhua.generation;

import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.JobFailed;
import art.pinhua.platform.jobs.JobPriority;
import art.pinhua.platform.jobs.RunningJob;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.Registry;
import art.pinhua.registry.UsualSampling;
import art.pinhua.training.contract.EngineFailure;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Images for the slices downstream: find them, read their bytes, have them made.
@ApplicationScoped
public class Images {
    private final ImageRows rows;
    private final Generations generations;
    private final Painter painter;
    private final Registry registry;
    private final Blobs blobs;
    private final List<ImageGuard> guards;

    Images(
            ImageRows rows,
            Generations generations,
            Painter painter,
            Registry registry,
            Blobs blobs,
            @All List<ImageGuard> guards) {
        this.rows = rows;
        this.generations = generations;
        this.painter = painter;
        this.registry = registry;
        this.blobs = blobs;
        this.guards = guards;
    }

    /// Where signed-in people find the bytes of an image. Never shown to raters.
    public static String url(UUID imageId) {
        return "/api/images/" + imageId + "/file";
    }

    /// Where signed-in people find the mask of a generation that has one.
    static @Nullable String maskUrl(UUID generationId, @Nullable String sha256) {
        return sha256 == null ? null : "/api/generations/" + generationId + "/mask";
    }

    public Image view(UUID imageId) {
        return rows.byId(imageId).orElseThrow(() -> ProblemException.notFound("image", imageId));
    }

    /// The image for a person to look at.
    /// @throws ProblemException as long as it is judged blind
    public Image shown(UUID imageId) {
        var image = view(imageId);
        guards.forEach(guard -> guard.check(image.generationId()));
        return image;
    }

    /// Whether the image and what made it may be looked at: not as long as it is judged blind.
    public boolean mayBeShown(Image image) {
        try {
            guards.forEach(guard -> guard.check(image.generationId()));
            return true;
        } catch (ProblemException blind) {
            return false;
        }
    }

    public Map<UUID, Image> byIds(Collection<UUID> imageIds) {
        return rows.byIds(imageIds).stream().collect(Collectors.toMap(Image::id, Function.identity()));
    }

    /// In the order of their seeds.
    public List<Image> ofGeneration(UUID generationId) {
        return rows.ofGenerations(List.of(generationId));
    }

    /// By generation, then in the order of their seeds.
    public List<Image> ofGenerations(Collection<UUID> generationIds) {
        return rows.ofGenerations(generationIds);
    }

    public byte[] bytes(UUID imageId) {
        return blobs.read(view(imageId).sha256());
    }

    /// For generations that are held against each other: the learned words and the usual sampling of
    /// one moment are in force for all of them.
    public Planning planning() {
        return new Planning();
    }

    /// Reads learned words and usual sampling of a base model once, when it is first planned with.
    public final class Planning {
        private final Map<UUID, Map<String, UUID>> words = new HashMap<>();
        private final Map<UUID, UsualSampling> samplings = new HashMap<>();

        private Planning() {}

        /// Makes a generation known under an id of the caller's; known already, nothing happens. It is
        /// drawn as its base model usually is.
        /// @throws ProblemException when the prompts have too many learned words
        /// @throws JobFailed        when the model cannot be drawn with as it usually is
        public void plan(UUID generationId, UUID modelVersionId, String prompt, List<Long> seeds) {
            var model = registry.version(modelVersionId).baseModel();
            generations.add(generationId, request(model, modelVersionId, prompt, seeds), model, null);
        }

        /// Has a generation that was planned, and of which there is no image, be drawn as its base model
        /// usually is by now, with the seeds that it has. It throws as above.
        public void renew(UUID generationId) {
            var planned = generations.byId(generationId).orElseThrow();
            var model = registry.version(planned.modelVersionId()).baseModel();
            generations.renew(
                    generationId, request(model, planned.modelVersionId(), planned.prompt(), planned.seeds()));
        }

        private ImageRequest request(
                ModelVersion.BaseModel model, UUID modelVersionId, String prompt, List<Long> seeds) {
            var usual = samplings.computeIfAbsent(model.id(), id -> model.usualSampling());
            if (usual.clipSkip() > model.mostClipSkip()) {
                throw new JobFailed(EngineFailure.CLIP_SKIP_UNSUPPORTED
                        + ": The usual sampling of %s leaves out %d layers of its text encoder; at most %d can be."
                                .formatted(model.name(), usual.clipSkip(), model.mostClipSkip()));
            }
            var known = words.computeIfAbsent(model.id(), registry::wordsInForce);
            return WordsInForce.of(ImageRequest.usual(modelVersionId, prompt, seeds, usual), known);
        }
    }

    /// Draws a planned generation as part of the caller's job; returns at once when its images are there.
    public void make(UUID generationId, RunningJob job, JobPriority hurry) throws InterruptedException {
        var generation = generations
                .byId(generationId)
                .orElseThrow(() -> new IllegalStateException("generation " + generationId + " was never planned"));
        painter.paint(job, generation, Painter.Manner.campaign(hurry));
    }
}
