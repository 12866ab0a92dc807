package art.pinhua.training.starter;

/// Where the figure stands.
public enum Background {
    PLAIN,
    SKY,
    MOUNTAIN,
    BAMBOO,
    NIGHT,
    ROOM
}
