package art.pinhua.training.starter;

/// What a caption can state of a scene.
public enum Attribute {
    BACKGROUND,
    GARMENT_COLOUR,
    COSTUME,
    HAIR_COLOUR,
    POSE,
    BUILD
}
