package art.pinhua.comparison;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// A comparison as it was laid down.
///
/// @param visit a rater silent for this long has left
record Comparison(
        UUID id,
        UUID campaignId,
        String name,
        UUID championVersionId,
        UUID challengerVersionId,
        double alpha,
        int votesPerRater,
        Duration visit,
        String createdBy,
        Instant createdAt) {}
