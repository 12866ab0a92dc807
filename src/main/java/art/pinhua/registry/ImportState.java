package art.pinhua.registry;

/// How far an import is.
public enum ImportState {
    UPLOADING,
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    boolean over() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
