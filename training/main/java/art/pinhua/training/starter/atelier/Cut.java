package art.pinhua.training.starter.atelier;

/// Shape of the hair.
public enum Cut {
    SHORT,
    LONG,
    BUN,
    PONYTAIL,
    TWIN_TAILS
}
