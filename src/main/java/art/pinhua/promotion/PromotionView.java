package art.pinhua.promotion;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A decision and the move it made.
///
/// @param kind     PROMOTION or ROLLBACK
/// @param revision of the serving alias after the move
public record PromotionView(
        UUID id,
        String kind,
        UUID modelVersionId,
        String modelVersionName,
        UUID previousVersionId,
        String previousName,
        @Nullable UUID comparisonId,
        @Nullable String reason,
        long revision,
        String by,
        Instant createdAt) {}
