package art.pinhua.registry;

import art.pinhua.platform.blob.BlobUser;
import jakarta.inject.Singleton;

/// Adapters and learned words name their files.
@Singleton
class AdapterBlobs implements BlobUser {
    @Override
    public String blobNames() {
        return "select sha256 from adapter union select sha256 from learned_word"
                + " union select sha256 from model_import where sha256 is not null";
    }
}
