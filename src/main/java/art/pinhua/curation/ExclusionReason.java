package art.pinhua.curation;

/// Why a vote says nothing about strengths. The first reason that holds, in this order, is the one recorded.
public enum ExclusionReason {
    /// The rater took it back and voted again.
    SUPERSEDED,
    /// The rater withdrew from everything.
    WITHDRAWN,
    /// It came after its lease was over.
    LATE,
    /// A rank is missing or points nowhere.
    INCOMPLETE,
    /// No answer was given, with a reason.
    SKIPPED,
    /// The rater had answered this task before.
    DUPLICATE,
    /// Its task has a known answer: it speaks about the rater, not about images.
    GOLD_TASK,
    /// Answered before the pictures can have been seen.
    TOO_FAST,
    /// The rater failed gold tasks too often.
    GOLD_FAILED,
    /// The rater gave one and the same answer to everything.
    STRAIGHT_LINER
}
