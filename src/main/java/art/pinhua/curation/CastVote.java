package art.pinhua.curation;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/// A stored vote, its screen terms mapped to images.
///
/// @param images     what each slot of the screen showed, from the left
/// @param ranks      rank given to each slot, 1 best; empty for a skip
/// @param allBad     none of the images was good enough
/// @param answer     what was pressed, such as `LEFT` or `[1, 2, 2, 4]`
/// @param assignment every vote on it but the first takes back the one before
/// @param superseded the rater voted again
/// @param goldBest   slot of the image that is known to be best
record CastVote(
        UUID id,
        UUID assignment,
        UUID raterId,
        UUID taskId,
        UUID promptId,
        List<UUID> images,
        List<Integer> ranks,
        boolean allBad,
        String answer,
        boolean late,
        boolean superseded,
        OptionalLong dwellMillis,
        Instant castAt,
        OptionalInt goldBest) {

    boolean skipped() {
        return ranks.isEmpty();
    }

    boolean isPair() {
        return images.size() == 2;
    }

    /// A rank for every slot.
    boolean complete() {
        return ranks.size() == images.size() && ranks.stream().allMatch(r -> r >= 1);
    }

    /// Everything is bad, and none better than another.
    boolean allBadAlike() {
        return allBad && ranks.stream().distinct().count() == 1;
    }

    /// The vote as it stood before the rater voted again.
    CastVote standing() {
        return new CastVote(
                id,
                assignment,
                raterId,
                taskId,
                promptId,
                images,
                ranks,
                allBad,
                answer,
                late,
                false,
                dwellMillis,
                castAt,
                goldBest);
    }

    /// Whether the image known to be best was ranked above all others.
    boolean goldRight() {
        int slot = goldBest.orElseThrow();
        for (int other = 0; other < ranks.size(); other++) {
            if (other != slot && ranks.get(other) <= ranks.get(slot)) {
                return false;
            }
        }
        return true;
    }
}
