package art.pinhua.registry;

import art.pinhua.training.contract.ShippedModel;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Makes the shipped pipeline the first base model of an empty installation, and serves it. An installation that has
/// others learns to know it, and goes on with what it serves. Either way it is read from a copy: an upgrade that brings
/// another one puts it in the place of the one before.
@ApplicationScoped
class StarterPipeline {
    /// Before everything that asks what is served.
    static final int EARLY = 100;

    /// Words of a row, like those that people write at an import: not of the interface.
    private static final String LICENCE = "同品画 · as Pinhua itself";

    private static final String ORIGIN = "随品画提供，用自绘图从零训练 · shipped with Pinhua, trained from nothing on its own"
            + " drawings: docs/starter-model.md";

    private static final int SHORT_DIGEST = 8;

    private static final Logger LOG = Logger.getLogger(StarterPipeline.class);

    private final Registry registry;
    private final ImportedFolders imported;
    private final ShippedCopies copies;
    private final String folder;
    private final String role;

    StarterPipeline(
            Registry registry,
            ImportedFolders imported,
            ShippedCopies copies,
            @ConfigProperty(name = "pinhua.starter.folder", defaultValue = ShippedModel.STARTER) String folder,
            @ConfigProperty(name = "pinhua.role") String role) {
        this.registry = registry;
        this.imported = imported;
        this.copies = copies;
        this.folder = folder;
        this.role = role;
    }

    void register(@Observes @Priority(EARLY) StartupEvent event) {
        try {
            // the database lets no process move models that serves pages alone
            var lost = role.equals("web") ? List.<ModelVersion.BaseModel>of() : settle();
            Path place = Path.of(folder).toAbsolutePath();
            var shipped = learn(place);
            noteTextLayers(shipped, place);
            for (var model : lost) {
                if (registry.serveInstead(model, shipped)) {
                    LOG.warnf("serving %s instead of %s", shipped.name(), model.name());
                }
            }
        } catch (ModelRefused e) {
            LOG.warnf("%s: %s Set pinhua.starter.folder or import a pipeline folder.", trouble(), e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "%s; the next start tries again", trouble());
        }
    }

    private String trouble() {
        return registry.servedId().isEmpty() ? "no model is served" : "the shipped model cannot be read";
    }

    /// Has models that earlier versions of the product read where they shipped them be read from copies.
    /// @return those that an upgrade has put other files in the place of
    private List<ModelVersion.BaseModel> settle() throws IOException {
        var lost = new ArrayList<ModelVersion.BaseModel>();
        for (var model : registry.shippedInPlace()) {
            Path place = imported.place(model.folder());
            if (copies.take(place)) {
                var digest = ModelDigest.of(place);
                boolean still = digest.names(model.digest());
                String own = still
                        ? copies.keep(place, digest, model.digest())
                        : imported.stored(imported.shipped(model.digest()));
                boolean moved = registry.moveBaseModel(
                                model, own, UsualSampling.PLAIN, provenance(model.pipelineClass()))
                        .moved();
                if (moved && !still) {
                    LOG.warnf(
                            "%s cannot be drawn with: an upgrade has put other files in the place of its own. How to"
                                    + " bring them back, docs/operations.md says under \"Upgrading\".",
                            model.name());
                    lost.add(model);
                }
            }
        }
        return lost;
    }

    /// @return the base model that the shipped pipeline is
    private ModelVersion.BaseModel learn(Path place) throws IOException {
        var known = registry.baseModels();
        boolean copied = copies.take(place);
        for (var model : known) {
            if (copied ? copies.hold(model, place) : model.folder().equals(folder)) {
                return model;
            }
        }
        var reading = PipelineReading.of(place);
        for (var model : known) {
            if (reading.digest().names(model.digest())) {
                if (imported.isShipped(model.folder())) { // the copy is gone, or was damaged
                    copies.keep(place, reading.digest(), model.digest());
                }
                return model;
            }
        }
        String digest = reading.digest().value();
        String own = copied ? copies.keep(place, reading.digest(), digest) : folder;
        var provenance = provenance(PipelineReading.pipelineClass(place));
        var model = registry.registerBaseModel(
                        name(place, digest, known), own, reading, UsualSampling.PLAIN, provenance)
                .version()
                .baseModel();
        LOG.infof(
                "%s %s: %d x %d pixels, %d parameters",
                known.isEmpty() ? "serving" : "can be served from now on:",
                model.name(),
                model.width(),
                model.height(),
                model.parameters());
        return model;
    }

    /// Also of one that an earlier version of the product registered, which did not look.
    private void noteTextLayers(ModelVersion.BaseModel model, Path place) {
        var most = PipelineReading.mostClipSkip(place);
        if (most.isPresent() && most.getAsInt() != model.mostClipSkip()) {
            registry.noteTextLayers(model.id(), most.getAsInt());
        }
    }

    /// That of its folder, which the model that it replaces may have already.
    private static String name(Path place, String digest, List<ModelVersion.BaseModel> known) {
        String name = String.valueOf(place.getFileName());
        boolean taken = known.stream().anyMatch(model -> model.name().equals(name));
        return taken ? name + " " + digest.substring(0, SHORT_DIGEST) : name;
    }

    private static Registry.Provenance provenance(String pipelineClass) {
        return new Registry.Provenance(pipelineClass, LICENCE, ORIGIN, null);
    }
}
