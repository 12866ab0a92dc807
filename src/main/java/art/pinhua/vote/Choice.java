package art.pinhua.vote;

/// Answer to a pair, in screen terms.
public enum Choice {
    LEFT,
    RIGHT,
    TIE,
    BOTH_BAD
}
