package art.pinhua.vote;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/// Votes for the slices downstream.
@ApplicationScoped
public class Votes {
    private final VoteRows rows;

    Votes(VoteRows rows) {
        this.rows = rows;
    }

    /// Every vote of a campaign in the order cast. Gold, skipped, late, superseded and withdrawn ones are among them,
    /// each marked as such.
    public List<CastVote> ofCampaign(UUID campaignId) {
        return rows.ofCampaign(campaignId);
    }
}
