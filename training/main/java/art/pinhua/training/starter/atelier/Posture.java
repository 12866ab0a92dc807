package art.pinhua.training.starter.atelier;

/// What the body does.
public enum Posture {
    STANDING,
    ARMS_RAISED,
    WALKING,
    SITTING,
    POINTING,
    RUNNING
}
