package art.pinhua.generation;

import art.pinhua.platform.Ids;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.ModelFiles;
import art.pinhua.registry.Registry;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Starts the engine beside the application's own start, so that the first image does not wait for it.
@ApplicationScoped
class EngineWarmUp {
    private static final Logger LOG = Logger.getLogger(EngineWarmUp.class);
    private static final int AFTER_REGISTRY = 10_000;

    private final Engine engine;
    private final EngineSettings settings;
    private final Registry registry;
    private final ModelFiles files;
    private final Ids ids;
    private final String role;

    EngineWarmUp(
            Engine engine,
            EngineSettings settings,
            Registry registry,
            ModelFiles files,
            Ids ids,
            @ConfigProperty(name = "pinhua.role") String role) {
        this.engine = engine;
        this.settings = settings;
        this.registry = registry;
        this.files = files;
        this.ids = ids;
        this.role = role;
    }

    void start(@Observes @Priority(AFTER_REGISTRY) StartupEvent event) {
        if (settings.warm() && !role.equals("web")) {
            Thread.ofPlatform().daemon().name("engine-warm-up").start(this::load);
        }
    }

    private void load() {
        try {
            var version = registry.servedId();
            if (version.isPresent()) {
                String id = ids.next().toString();
                var source = files.source(version.get());
                engine.ask(id, new EngineRequest.Load(id, source), EngineAnswer.Loaded.class);
            }
        } catch (EngineGone | Engine.Refused | ProblemException e) {
            LOG.warnf("the engine is not ready: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
