package art.pinhua.platform.blob;

/// A slice whose rows name blobs. Every CDI bean of this type is asked before a blob is called an orphan.
public interface BlobUser {
    /// A select with one column, the names that its rows hold.
    String blobNames();
}
