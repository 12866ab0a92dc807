package art.pinhua.platform.limits;

/// Counts visitors in rows that mean nothing after a while.
public interface Forgetful {
    /// Deletes the rows whose time is over.
    void forget();
}
