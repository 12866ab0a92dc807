package art.pinhua.training.starter;

/// What the figure does.
public enum Pose {
    STANDING,
    ARMS_RAISED,
    WALKING,
    SITTING
}
