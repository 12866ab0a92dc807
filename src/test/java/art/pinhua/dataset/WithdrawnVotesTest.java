package art.pinhua.dataset;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.curation.Crowd;
import art.pinhua.curation.TestCurations;
import art.pinhua.platform.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Raters are told that from their withdrawal on, their votes serve no new model.
@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class WithdrawnVotesTest {
    @Inject
    TestCampaigns campaigns;

    @Inject
    TestSnapshots made;

    @Inject
    Snapshots snapshots;

    @Inject
    Sql sql;

    @Test
    void whatCountsWithdrawnVotesIsNotFrozenButCuratedAnew() {
        var campaign = campaigns.open(TestCampaigns.pairs(2, 5, 0));
        for (int rater = 0; rater < 4; rater++) {
            Crowd.votes(campaign.id(), Crowd.BY_DIGEST, 1, rater);
        }
        UUID before = TestCurations.curate(campaign.id());
        TestCurations.withdrawOne(sql, before);

        refused(before);
        UUID after = TestCurations.curate(campaign.id());
        assertNotEquals(before, after);
        assertTrue(snapshots.byId(made.freeze(after)).trainGroups() > 0);
    }

    @Test
    void aSnapshotThatIsThereStaysButIsNotHandedOutAnew() {
        UUID curation = made.curation(1);
        UUID snapshot = made.freeze(curation);
        TestCurations.withdrawOne(sql, curation);

        refused(curation);
        Api.given().get("/api/snapshots/" + snapshot + "/manifest").then().statusCode(200);
    }

    private static void refused(UUID curation) {
        Api.given()
                .body(Map.of("name", "test"))
                .post("/api/curations/" + curation + "/snapshots")
                .then()
                .statusCode(409)
                .body("code", equalTo("VOTES_WITHDRAWN"))
                .body("detail", startsWith("Of the votes that curation " + curation + " counts, "));
    }
}
