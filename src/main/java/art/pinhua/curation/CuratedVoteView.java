package art.pinhua.curation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
