package art.pinhua.curation;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// All that a campaign's votes rest on.
///
/// @param votes  in no particular order
/// @param raters of all votes
/// @param images of all votes but those on gold tasks
record Ballots(UUID campaignId, List<CastVote> votes, Map<UUID, Rater> raters, Map<UUID, Picture> images) {

    /// @param withdrawn the rater asked not to be counted any more
    record Rater(UUID id, boolean expert, boolean withdrawn) {}

    record Picture(UUID id, UUID promptId) {}
}
