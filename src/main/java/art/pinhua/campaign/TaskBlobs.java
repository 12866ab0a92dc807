package art.pinhua.campaign;

import art.pinhua.platform.blob.BlobUser;
import jakarta.inject.Singleton;

/// The pictures of tasks, degraded copies included, name their bytes.
@Singleton
class TaskBlobs implements BlobUser {
    @Override
    public String blobNames() {
        return "select sha256 from task_image";
    }
}
