package art.pinhua.vote;

import art.pinhua.campaign.Assignment;
import java.util.List;
import java.util.UUID;

/// What a rater gets for a vote.
/// @param next the rater's whole queue, assignments delivered before among them
public record Receipt(UUID voteId, State state, List<Assignment> next) {
    public enum State {
        STORED,
        ALREADY_STORED
    }
}
