package art.pinhua.finetuning;

import art.pinhua.platform.blob.BlobUser;
import jakarta.inject.Singleton;

/// Runs name their adapters and their sample pictures.
@Singleton
class RunBlobs implements BlobUser {
    @Override
    public String blobNames() {
        return """
                select adapter_sha256 from run where adapter_sha256 is not null
                union select sha256 from run_sample
                union select base_sha256 from run_sample
                """;
    }
}
