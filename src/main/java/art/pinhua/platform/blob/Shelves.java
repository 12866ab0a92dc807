package art.pinhua.platform.blob;

import art.pinhua.platform.DataFolder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import org.jboss.logging.Logger;

/// Chooses where blobs lie.
@Singleton
class Shelves {
    /// Before anything that works with blobs.
    private static final int EARLY = 100;

    private static final Logger LOG = Logger.getLogger(Shelves.class);

    void look(@Observes @Priority(EARLY) StartupEvent event, BlobShelf shelf) {
        try {
            shelf.require();
        } catch (IOException e) {
            LOG.warnf("pictures and adapters cannot be kept or shown now: %s", e.getMessage());
        }
    }

    @Produces
    @Singleton
    BlobShelf shelf(BlobSettings settings, DataFolder data, Clock clock) {
        return switch (settings.store()) {
            case FOLDER -> new FolderShelf(data.folder("blobs"));
            case S3 ->
                new S3Shelf(
                        new S3Bucket(settings),
                        new BlobCache(
                                data.folder("cache/blobs"), settings.cache().asLongValue(), clock));
        };
    }
}
