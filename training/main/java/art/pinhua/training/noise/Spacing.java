package art.pinhua.training.noise;

/// How the timesteps of a sampling run lie in the schedule.
public enum Spacing {
    /// Multiples of a whole stride from the clean end; the last timestep of the schedule is not reached.
    LEADING,
    /// Even, both ends reached.
    LINSPACE,
    /// Even, counted from the noisy end.
    TRAILING
}
