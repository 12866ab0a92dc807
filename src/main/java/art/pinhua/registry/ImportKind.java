package art.pinhua.registry;

/// What can be taken in from outside.
public enum ImportKind {
    BASE_MODEL,
    ADAPTER,
    LEARNED_WORD;

    /// Whether it is one small file, made for a base model and kept as a blob.
    boolean forBase() {
        return this != BASE_MODEL;
    }
}
