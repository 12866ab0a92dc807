package art.pinhua.dataset;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import art.pinhua.Api;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.curation.TestCurations;
import art.pinhua.vote.Visitor;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class NoPreferencesTest {
    @Inject
    TestCampaigns campaigns;

    @Test
    void votesThatPreferNothingCannotBeFrozen() {
        UUID curation = curatedTies(5);

        refused(curation, "Of 5 votes 5 count, and they prefer no image to another");
        Api.given()
                .body(Map.of("name", " "))
                .post("/api/curations/" + curation + "/snapshots")
                .then()
                .statusCode(400);
    }

    @Test
    void whyVotesDoNotCountIsTold() {
        refused(curatedTies(10), "Of 10 votes 0 count (left out: STRAIGHT_LINER 10), and");
    }

    /// A run over ties alone, all of one visitor.
    private UUID curatedTies(int votes) {
        var campaign = campaigns.open(TestCampaigns.pairs(3, 2, 0));
        var visitor = new Visitor();
        for (int i = 0; i < votes; i++) {
            var task = visitor.next(campaign.id(), 1).getFirst();
            visitor.vote(Visitor.choice(task, "TIE")).then().statusCode(200);
        }
        return TestCurations.curate(campaign.id());
    }

    private static void refused(UUID curation, String start) {
        Api.given()
                .body(Map.of("name", "test"))
                .post("/api/curations/" + curation + "/snapshots")
                .then()
                .statusCode(409)
                .body("code", equalTo("NO_PREFERENCES"))
                .body("detail", startsWith(start));
    }
}
