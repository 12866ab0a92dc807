package art.pinhua.comparison;

/// What a comparison has found.
public enum Verdict {
    /// Votes still come in.
    PENDING,
    CHALLENGER_WINS,
    CHAMPION_WINS,
    /// Voting ended before the evidence was enough either way.
    NO_DECISION
}
