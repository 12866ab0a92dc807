package art.pinhua.platform.blob;

import art.pinhua.platform.DataFolder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Chooses where blobs lie.
@Singleton
class Shelves {
    @Produces
    @Singleton
    BlobShelf shelf(DataFolder data) {
        return new FolderShelf(data.folder("blobs"));
    }
}
