package art.pinhua.curation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A run with everything it found.
///
/// @param blind         of a comparison that is not closed: pictures and their strengths are not shown
/// @param excluded      votes left out, by reason
/// @param alpha         Krippendorff's alpha over pairs of images, absent if it is not defined
/// @param sideBias      common bias towards the left side in nats
/// @param ratersWeighed whether the rater model was used; if not, all raters count alike
/// @param pooledLoss    log-loss on held-out answers of experts, all raters alike
public record CurationView(
        UUID id,
        UUID campaignId,
        String campaignName,
        boolean blind,
        String digest,
        Instant createdAt,
        String createdBy,
        int votes,
        int kept,
        int weighed,
        Map<String, Integer> excluded,
        List<RaterView> raters,
        List<StrengthView> strengths,
        PreferencesView preferences,
        @Nullable Double alpha,
        @Nullable Double alphaLow,
        @Nullable Double alphaHigh,
        double sideBias,
        double sideError,
        boolean ratersWeighed,
        @Nullable Double pooledLoss,
        @Nullable Double weighedLoss,
        int heldOutJudgements) {

    /// @param agreement share of decided pairs on which most others agree
    /// @param sideBias  share of decided pairs that went left, minus one half; absent without decided pairs
    /// @param lnSide    evidence for a side bias, ln of an e-value
    public record RaterView(
            UUID raterId,
            String pseudonym,
            String tier,
            int votes,
            int kept,
            double weight,
            @Nullable Double agreement,
            int goldRight,
            int goldShown,
            @Nullable Double sideBias,
            double lnSide) {}

    /// @param block only images with the same number can be compared; absent where that was not kept
    /// @param theta log strength among the images of its block, nats
    /// @param error its standard error; absent if no answer links the image to another
    public record StrengthView(
            UUID imageId,
            String imageUrl,
            UUID promptId,
            String prompt,
            @Nullable Integer block,
            double theta,
            @Nullable Double error,
            int seen,
            double badShare) {}

    /// How many groups of each kind, and how many pairs they hold.
    public record PreferencesView(int groups, int pairGroups, int rankingGroups, int softGroups, int pairs) {}
}
