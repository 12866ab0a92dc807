package art.pinhua.curation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// @param answer a choice, ALL_BAD, a reason to skip, or the rank of each slot, such as `[1, 2, 2, 4]`
/// @param reason absent for a vote that counts
public record CuratedVoteView(
        UUID voteId,
        String pseudonym,
        String tier,
        UUID promptId,
        String prompt,
        String answer,
        @Nullable Long dwellMillis,
        Instant castAt,
        @Nullable String reason) {}
