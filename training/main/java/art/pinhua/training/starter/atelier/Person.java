package art.pinhua.training.starter.atelier;

/// Whom the figure looks like.
public enum Person {
    WOMAN,
    MAN
}
