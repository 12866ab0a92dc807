package art.pinhua.training.starter.atelier;

/// What a description can state of a scene.
public enum Trait {
    BACKGROUND,
    GARMENT_COLOUR,
    COSTUME,
    HAIR,
    POSTURE,
    BUILD,
    BRUSH,
    /// Stated only where something is held.
    HELD
}
