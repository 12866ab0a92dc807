package art.pinhua.finetuning;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Clears, at a start, the folders of runs whose worker died before it did so, or was of a version that kept all.
@Singleton
class FinishedRuns {
    private static final Logger LOG = Logger.getLogger(FinishedRuns.class);

    private final RunRows runs;
    private final RunFolder folders;

    FinishedRuns(RunRows runs, RunFolder folders) {
        this.runs = runs;
        this.folders = folders;
    }

    /// Beside the start, which a disk full of old checkpoints shall not hold up.
    void start(@Observes StartupEvent event, @ConfigProperty(name = "pinhua.role") String role) {
        if (!role.equals("web")) {
            Thread.ofPlatform().daemon().name("finished-runs").start(this::sweep);
        }
    }

    private void sweep() {
        try {
            clear();
        } catch (RuntimeException e) { // the database may be away: the next start tries again
            LOG.warn("folders of finished runs cannot be cleared yet", e);
        }
    }

    void clear() {
        for (UUID id : runs.done()) {
            folders.clear(id);
        }
    }
}
