package art.pinhua.training.starter;

/// What the figure wears; its silhouette tells it apart at 64 pixels.
public enum Costume {
    ROBE,
    DRESS,
    ARMOUR,
    SHIRT_AND_TROUSERS,
    HANFU,
    CLOAK
}
