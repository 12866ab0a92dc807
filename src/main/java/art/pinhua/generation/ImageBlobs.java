package art.pinhua.generation;

import art.pinhua.platform.blob.BlobUser;
import jakarta.inject.Singleton;

/// Images name their bytes, and generations their masks.
@Singleton
class ImageBlobs implements BlobUser {
    @Override
    public String blobNames() {
        return """
                select sha256 from image
                union select mask_sha256 from generation where mask_sha256 is not null
                union select mask_sha256 from image where mask_sha256 is not null
                """;
    }
}
