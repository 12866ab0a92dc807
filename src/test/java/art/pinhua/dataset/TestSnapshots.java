package art.pinhua.dataset;

import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.curation.Crowd;
import art.pinhua.curation.TestCurations;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
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
        return curation(campaigns.open(TestCampaigns.pairs(prompts, 5, 0)));
    }

    /// The same of these prompts.
    public UUID curation(List<String> prompts) {
        return curation(campaigns.open(prompts, 5));
    }

    /// The same of an open campaign.
    static UUID curation(Campaign campaign) {
        for (int rater = 0; rater < 3; rater++) {
            Crowd.votes(campaign.id(), Crowd.BY_DIGEST, 1, rater);
        }
        return TestCurations.curate(campaign.id());
    }

    public UUID freeze(UUID curation) {
        var asked = ask(curation).extract();
        String there = asked.path("snapshot.id");
        return UUID.fromString(there != null ? there : frozen(curation, asked.path("job.id")));
    }

    /// The snapshot of this job: whoever asks at the same time may have a newer one.
    private static String frozen(UUID curation, String job) {
        String ours = "find { it.job.id == '" + job + "' }";
        Wait.until("the snapshot is frozen", () -> jobs(curation).extract().path(ours + ".job.endedAt") != null);
        return jobs(curation).extract().path(ours + ".snapshot.id");
    }

    static ValidatableResponse ask(UUID curation) {
        return Api.given()
                .body(Map.of("name", "test"))
                .post("/api/curations/" + curation + "/snapshots")
                .then()
                .statusCode(anyOf(is(200), is(202)));
    }

    /// The jobs that freeze a curation run, once the newest of them has ended.
    static ValidatableResponse ended(UUID curation) {
        Wait.until("the snapshot is frozen", () -> jobs(curation).extract().path("[0].job.endedAt") != null);
        return jobs(curation);
    }

    private static ValidatableResponse jobs(UUID curation) {
        return Api.given()
                .get("/api/curations/" + curation + "/snapshots/jobs")
                .then()
                .statusCode(200);
    }

    public UUID snapshot(int prompts) {
        return freeze(curation(prompts));
    }
}
