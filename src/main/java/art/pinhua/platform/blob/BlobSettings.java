package art.pinhua.platform.blob;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/// Where blobs lie.
@ConfigMapping(prefix = "pinhua.blobs")
interface BlobSettings {
    enum Store {
        /// Below the data folder, which all processes of the installation share.
        FOLDER,
        /// In a bucket of any store that speaks S3; processes then need no common folder.
        S3
    }

    @WithDefault("folder")
    Store store();

    /// Address of the store; unset: the one of Amazon's region.
    Optional<URI> endpoint();

    @WithDefault("us-east-1")
    String region();

    /// The bucket; it must exist.
    Optional<String> bucket();

    /// What the names in the bucket begin with, such as `pinhua/`; lets installations share a bucket.
    Optional<String> prefix();

    /// Unset, with the secret key: whatever the environment gives (variables, files, the machine's role).
    Optional<String> accessKey();

    Optional<String> secretKey();

    /// Whether the bucket stands in the path of the address (most stores) or before its host.
    @WithDefault("true")
    boolean pathStyle();

    /// How much a process keeps of what it fetched, below `cache/blobs` of its data folder.
    @WithDefault("10G")
    MemorySize cache();
}
