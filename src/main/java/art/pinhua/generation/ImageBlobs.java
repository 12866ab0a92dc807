package art.pinhua.generation;

import art.pinhua.platform.blob.BlobUser;
import jakarta.inject.Singleton;

/// Images name their bytes.
@Singleton
class ImageBlobs implements BlobUser {
    @Override
    public String blobNames() {
        return "select sha256 from image";
    }
}
