package art.pinhua.registry;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Makes the shipped pipeline the first base model of an empty installation, and serves it.
@ApplicationScoped
class StarterPipeline {
    /// Before everything that asks what is served.
    static final int EARLY = 100;

    private static final Logger LOG = Logger.getLogger(StarterPipeline.class);

    private final Registry registry;
    private final String folder;

    StarterPipeline(
            Registry registry,
            @ConfigProperty(name = "pinhua.starter.folder", defaultValue = "training/models/starter-64")
                    String folder) {
        this.registry = registry;
        this.folder = folder;
    }

    void register(@Observes @Priority(EARLY) StartupEvent event) {
        if (!registry.baseModels().isEmpty()) {
            return;
        }
        try {
            var name = Path.of(folder).getFileName().toString();
            var version = registry.registerBaseModel(name, folder);
            LOG.infof(
                    "serving %s: %d x %d pixels, %d parameters",
                    name,
                    version.baseModel().width(),
                    version.baseModel().height(),
                    version.baseModel().parameters());
        } catch (ModelRefused e) {
            LOG.warnf("no model is served: %s Set pinhua.starter.folder or import a pipeline folder.", e.getMessage());
        }
    }
}
