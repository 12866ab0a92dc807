package art.pinhua.curation;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.Api;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.platform.sql.Sql;
import art.pinhua.platform.sql.SqlFailure;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Curation over HTTP, from real votes on real PostgreSQL.
@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class CurationTest {

    @Inject
    TestCampaigns campaigns;

    @Inject
    Curations curations;

    @Inject
    Sql sql;

    @Test
    void votesBecomeStrengthsAndPreferences() {
        // one gold task: whoever votes by the digest of bytes cannot know it, and a rule asks for two mistakes
        var campaign = campaigns.open(TestCampaigns.pairs(3, 8, .05));
        int stored = 0;
        for (int rater = 0; rater < 6; rater++) {
            stored += Crowd.votes(campaign.id(), Crowd.BY_DIGEST, .95, rater);
        }
        String id = Api.given()
                .post("/api/campaigns/" + campaign.id() + "/curations")
                .then()
                .statusCode(200)
                .body("votes", equalTo(stored))
                .body("kept", greaterThan(0))
                .body("excluded.GOLD_TASK", greaterThan(0))
                .body("raters", hasSize(6))
                .body("strengths", hasSize(12))
                .body("preferences.groups", equalTo(3))
                .body("alpha", notNullValue())
                .extract()
                .path("id");

        // the same votes give the same run
        Api.given()
                .post("/api/campaigns/" + campaign.id() + "/curations")
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
        Api.given()
                .get("/api/campaigns/" + campaign.id() + "/curations")
                .then()
                .statusCode(200)
                .body("$", hasSize(1))
                .body("[0].groups", equalTo(3));
        Api.given()
                .get("/api/curations/" + id + "/votes?reason=GOLD_TASK")
                .then()
                .statusCode(200)
                .body("size()", greaterThan(0))
                .body("[0].reason", equalTo("GOLD_TASK"));
        // strengths follow the taste the raters hid
        var groups = curations.preferences(UUID.fromString(id)).orElseThrow().groups();
        for (var group : groups) {
            double first = Crowd.BY_DIGEST.of(group.images().getFirst());
            double last = Crowd.BY_DIGEST.of(group.images().getLast());
            assertEquals(1, Double.compare(first, last), group.toString());
        }
    }

    @Test
    void aNewVoteGivesANewRunAndTheOldOneStays() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 8, 0));
        Crowd.votes(campaign.id(), Crowd.BY_DIGEST, 1, 1);
        String first = curate(campaign.id());
        Crowd.votes(campaign.id(), Crowd.BY_DIGEST, 1, 2);
        String second = curate(campaign.id());

        Api.given()
                .get("/api/campaigns/" + campaign.id() + "/curations")
                .then()
                .body("id", equalTo(List.of(second, first)));
    }

    @Test
    void whatCannotBeCuratedIsRefusedClearly() {
        Api.given()
                .post("/api/campaigns/" + UUID.randomUUID() + "/curations")
                .then()
                .statusCode(404);
        var empty = campaigns.open(TestCampaigns.pairs(1, 1, 0));
        Api.given()
                .post("/api/campaigns/" + empty.id() + "/curations")
                .then()
                .statusCode(409)
                .body("code", equalTo("CAMPAIGN_HAS_NO_VOTES"));
        Crowd.votes(empty.id(), Crowd.BY_DIGEST, 1, 1);
        String id = curate(empty.id());
        Api.given()
                .get("/api/curations/" + id + "/votes?reason=UGLY")
                .then()
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_REASON"));
    }

    @Test
    @TestSecurity(user = "erin", roles = "expert")
    void expertsDoNotCurate() {
        Api.given()
                .post("/api/campaigns/" + UUID.randomUUID() + "/curations")
                .then()
                .statusCode(403);
    }

    @Test
    void theDatabaseRefusesToChangeWhatWasCurated() {
        for (String table : List.of("curation", "exclusion", "rater_standing", "image_strength", "preference")) {
            String column = table.equals("curation") ? "id" : "curation_id";
            var update = assertThrows(
                    SqlFailure.class, () -> sql.update("update " + table + " set " + column + " = " + column));
            assertEquals("42501", update.state(), table);
            assertEquals(
                    "42501",
                    assertThrows(SqlFailure.class, () -> sql.update("delete from " + table))
                            .state(),
                    table);
        }
    }

    private static String curate(UUID campaign) {
        return Api.given()
                .post("/api/campaigns/" + campaign + "/curations")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }
}
