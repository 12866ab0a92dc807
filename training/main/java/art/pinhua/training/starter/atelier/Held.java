package art.pinhua.training.starter.atelier;

/// What the figure holds.
public enum Held {
    NOTHING,
    SWORD,
    FAN,
    LANTERN,
    UMBRELLA,
    FLOWER,
    BOOK
}
