package art.pinhua.platform.web;

/// Something the product needs to run and that may be down while pages still answer, such as the engine. Every
/// CDI bean of this type is shown by `/q/health` and `/api/system`.
public interface SystemPart {
    /// @param detail one sentence for the operator
    record State(boolean up, String detail) {}

    /// A stable word, such as `engine`.
    String name();

    /// Answers at once, from what is known.
    State state();
}
