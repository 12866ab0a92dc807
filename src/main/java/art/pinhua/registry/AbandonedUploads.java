package art.pinhua.registry;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Ends uploads that nobody goes on with, also where nobody begins another one, and removes the files of
/// those that are over: ended by another process, or while bytes of theirs were arriving.
@Singleton
class AbandonedUploads {
    private static final Logger LOG = Logger.getLogger(AbandonedUploads.class);
    private static final int MINUTES_BETWEEN = 10;

    private final ModelImports imports;
    private final Uploads uploads;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("abandoned-uploads").factory());

    AbandonedUploads(ModelImports imports, Uploads uploads) {
        this.imports = imports;
        this.uploads = uploads;
    }

    /// In every process: each has the folder of uploads, be it shared or its own.
    void start(@Observes StartupEvent event) {
        rounds.scheduleWithFixedDelay(this::round, 1, MINUTES_BETWEEN, TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.shutdownNow();
    }

    private void round() {
        try {
            drop();
        } catch (RuntimeException e) { // the database may be away: the next round tries again
            LOG.warn("abandoned uploads cannot be dropped yet", e);
        }
    }

    void drop() {
        imports.abandon();
        for (UUID id : uploads.ids()) {
            if (imports.byId(id).filter(each -> !each.over()).isEmpty()) {
                uploads.drop(id);
            }
        }
    }
}
