package art.pinhua.dataset;

import art.pinhua.platform.blob.BlobUser;
import jakarta.inject.Singleton;

/// Snapshots name the images they were frozen with.
@Singleton
class SnapshotBlobs implements BlobUser {
    @Override
    public String blobNames() {
        return "select sha256 from snapshot_image";
    }
}
