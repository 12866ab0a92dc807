package art.pinhua.registry;

import art.pinhua.training.contract.ShippedModel;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Makes the shipped pipeline the first base model of an empty installation, and serves it. An installation that has
/// others, such as the one that an earlier version shipped, learns to know it, and goes on with what it serves.
@ApplicationScoped
class StarterPipeline {
    /// Before everything that asks what is served.
    static final int EARLY = 100;

    /// Words of a row, like those that people write at an import: not of the interface.
    private static final String LICENCE = "同品画 · as Pinhua itself";

    private static final String ORIGIN = "随品画提供，用自绘图从零训练 · shipped with Pinhua, trained from nothing on its own"
            + " drawings: docs/starter-model.md";

    private static final Logger LOG = Logger.getLogger(StarterPipeline.class);

    private final Registry registry;
    private final String folder;

    StarterPipeline(
            Registry registry,
            @ConfigProperty(name = "pinhua.starter.folder", defaultValue = ShippedModel.STARTER) String folder) {
        this.registry = registry;
        this.folder = folder;
    }

    void register(@Observes @Priority(EARLY) StartupEvent event) {
        var known = registry.baseModels();
        if (known.stream().anyMatch(model -> model.folder().equals(folder))) {
            return;
        }
        try {
            var place = Path.of(folder).toAbsolutePath();
            var reading = PipelineReading.of(place);
            if (known.stream().anyMatch(model -> reading.digest().names(model.digest()))) {
                return;
            }
            var name = place.getFileName().toString();
            var provenance = new Registry.Provenance(PipelineReading.pipelineClass(place), LICENCE, ORIGIN, null);
            var version = registry.registerBaseModel(name, folder, reading, UsualSampling.PLAIN, provenance)
                    .version();
            LOG.infof(
                    "%s %s: %d x %d pixels, %d parameters",
                    known.isEmpty() ? "serving" : "can be served from now on:",
                    name,
                    version.baseModel().width(),
                    version.baseModel().height(),
                    version.baseModel().parameters());
        } catch (ModelRefused e) {
            LOG.warnf(
                    "%s: %s Set pinhua.starter.folder or import a pipeline folder.",
                    known.isEmpty() ? "no model is served" : "the shipped model cannot be read", e.getMessage());
        }
    }
}
