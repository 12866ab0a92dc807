package art.pinhua.dataset;

import art.pinhua.Api;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.curation.Crowd;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;

/// Snapshots for tests, made the way the product makes them. The caller is signed in as a curator.
@ApplicationScoped
public class TestSnapshots {
    private final TestCampaigns campaigns;

    TestSnapshots(TestCampaigns campaigns) {
        this.campaigns = campaigns;
    }

    /// The curation of a campaign with pairs of images of some prompts, voted on by three raters.
    public UUID curation(int prompts) {
        var campaign = campaigns.open(TestCampaigns.pairs(prompts, 5, 0));
        for (int rater = 0; rater < 3; rater++) {
            Crowd.votes(campaign.id(), Crowd.BY_DIGEST, 1, rater);
        }
        return UUID.fromString(Api.given()
                .post("/api/campaigns/" + campaign.id() + "/curations")
                .then()
                .statusCode(200)
                .extract()
                .path("id"));
    }

    public UUID freeze(UUID curation) {
        return UUID.fromString(Api.given()
                .body(Map.of("name", "test"))
                .post("/api/curations/" + curation + "/snapshots")
                .then()
                .statusCode(200)
                .extract()
                .path("id"));
    }

    public UUID snapshot(int prompts) {
        return freeze(curation(prompts));
    }
}
