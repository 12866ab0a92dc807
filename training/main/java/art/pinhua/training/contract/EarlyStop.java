package art.pinhua.training.contract;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a run ended before its last step.
/// @param measured the figure that broke the rule
/// @param limit    what the rule allows, see [RunConfig.StopRules]
/// @param times    for how many steps or measurements in a row
/// @param layer    the layer that moved most, with [StopRule#DRIFT]
public record EarlyStop(
        StopRule rule,
        double measured,
        double limit,
        int times,
        @Nullable String layer) {
    public enum StopRule {
        /// The trained network got worse at the preferred pictures than the reference is.
        WINNER_ERROR,
        /// The adapted layers were changed too much.
        DRIFT,
        /// The training pairs are learned, the held-out pairs no better for it.
        OVERFITTING
    }

    /// A sentence for logs and manifests.
    public String message() {
        return switch (rule) {
            case WINNER_ERROR ->
                String.format(
                        Locale.ROOT,
                        "The error on preferred pictures was above %.2f times the reference's for %d steps, at last %.3f",
                        limit,
                        times,
                        measured);
            case DRIFT ->
                String.format(
                        Locale.ROOT,
                        "The adapted layers were changed by %.1f %% of their weights, above %.1f %%, most of all %s",
                        100 * measured,
                        100 * limit,
                        layer);
            case OVERFITTING ->
                String.format(
                        Locale.ROOT,
                        "Training accuracy stayed at %.1f %%, above %.1f %%, while held-out accuracy did not rise in %d"
                                + " measurements",
                        100 * measured,
                        100 * limit,
                        times);
        };
    }
}
