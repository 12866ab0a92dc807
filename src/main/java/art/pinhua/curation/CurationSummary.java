package art.pinhua.curation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One line of a campaign's list of runs.
///
/// @param weighed kept votes of raters whose weight is not 1
/// @param groups  preference groups that came out
public record CurationSummary(
        UUID id,
        UUID campaignId,
        String digest,
        Instant createdAt,
        String createdBy,
        int votes,
        int kept,
        int weighed,
        int groups,
        @Nullable Double alpha) {}
