package art.pinhua.training.trainer;

import java.util.Locale;
import java.util.Optional;

/// Stops a preference run whose adapter gets worse at the preferred pictures too: the margin may still grow then, but
/// the pictures decay.
final class WinnerGuard {
    private static final double TOLERATED = 1.02;
    private static final int PATIENCE = 50;

    private int stepsInTrouble;

    /// @param error     of the trained network on preferred pictures
    /// @param reference the reference's
    void observe(double error, double reference) {
        stepsInTrouble = error > TOLERATED * reference ? stepsInTrouble + 1 : 0;
    }

    int stepsInTrouble() {
        return stepsInTrouble;
    }

    void restore(int steps) {
        stepsInTrouble = steps;
    }

    Optional<String> reasonToStop() {
        return stepsInTrouble < PATIENCE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The error on preferred pictures was above %.2f times the reference's for %d steps",
                        TOLERATED,
                        PATIENCE));
    }
}
