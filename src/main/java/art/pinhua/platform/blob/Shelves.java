package art.pinhua.platform.blob;

import art.pinhua.platform.DataFolder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Chooses where blobs lie.
@Singleton
class Shelves {
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
