package art.pinhua.registry;

/// The file of an adapter or a learned word among the blobs.
/// @param madeOf what it was joined of, with digests; empty for a file that is kept as it came
record KeptFile(String sha256, String madeOf) {}
