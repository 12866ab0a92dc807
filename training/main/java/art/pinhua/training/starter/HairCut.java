package art.pinhua.training.starter;

/// Shape of the hair.
public enum HairCut {
    SHORT,
    LONG,
    BUN
}
