package art.pinhua.platform.blob;

/// Bytes kept under the name of their content.
///
/// @param sha256 64 lower-case hexadecimal digits
/// @param size   bytes
public record Blob(String sha256, long size) {}
