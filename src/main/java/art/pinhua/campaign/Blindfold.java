package art.pinhua.campaign;

import art.pinhua.generation.ImageGuard;
import art.pinhua.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.UUID;

/// Keeps the pictures of a comparison, and what made them, from everybody until it is closed: each signed-in person may
/// vote in it, administrators too.
@Singleton
class Blindfold implements ImageGuard {
    private final CampaignRows campaigns;

    Blindfold(CampaignRows campaigns) {
        this.campaigns = campaigns;
    }

    @Override
    public void check(UUID generationId) {
        campaigns.ofGeneration(generationId).ifPresent(Blindfold::check);
    }

    static void check(Campaign campaign) {
        if (campaign.blind()) {
            throw new ProblemException(
                    CampaignProblem.COMPARISON_OPEN,
                    "Its pictures, and what made them, can be seen once it is closed: until then anybody may vote.");
        }
    }
}
