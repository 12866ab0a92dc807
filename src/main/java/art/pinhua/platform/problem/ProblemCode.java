package art.pinhua.platform.problem;

/// A stable name for one kind of problem. Each slice lists its own in an enum, so `name()` comes by itself;
/// callers may rely on it for ever.
public interface ProblemCode {
    /// Upper-case words, such as `CAMPAIGN_CLOSED`.
    String name();

    /// HTTP status.
    int status();

    /// What is wrong in general, in a short English sentence without a full stop.
    String title();
}
