package art.pinhua.vote;

import art.pinhua.campaign.Campaign;
import art.pinhua.rater.Rater;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A stored vote with what the server knows about it and the rater did not.
/// @param imageIds     what each slot showed; on a gold task the image its copies were made from
/// @param sha256       the bytes each slot showed
/// @param shownOrder   position in the task of what each slot showed
/// @param ranks        rank of each slot, empty unless the task is a ranking
/// @param goldBestSlot the slot that is certainly best; null unless the task is gold
/// @param late         came after the lease or after the campaign
/// @param superseded   taken back by a later vote, of those that were read
/// @param withdrawn    the rater has withdrawn
public record CastVote(
        UUID voteId,
        UUID assignmentId,
        UUID taskId,
        Campaign.TaskKind taskKind,
        UUID promptId,
        UUID raterId,
        Rater.Tier tier,
        boolean withdrawn,
        List<UUID> imageIds,
        List<String> sha256,
        List<Integer> shownOrder,
        @Nullable Choice choice,
        List<Integer> ranks,
        boolean allBad,
        NewVote.@Nullable SkipReason skipReason,
        @Nullable Integer goldBestSlot,
        boolean late,
        boolean superseded,
        int revision,
        @Nullable Long dwellMillis,
        NewVote.@Nullable Input input,
        @Nullable String comment,
        Instant castAt) {

    public boolean gold() {
        return goldBestSlot != null;
    }

    public boolean skipped() {
        return skipReason != null;
    }
}
