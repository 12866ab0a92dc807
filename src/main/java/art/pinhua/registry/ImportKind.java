package art.pinhua.registry;

/// What can be taken in from outside.
public enum ImportKind {
    BASE_MODEL,
    ADAPTER
}
