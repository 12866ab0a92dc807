package art.pinhua.curation;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.TestClock;
import art.pinhua.Wait;
import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.sql.Sql;
import art.pinhua.platform.sql.SqlFailure;
import art.pinhua.vote.Visitor;
import art.pinhua.vote.Votes;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestIdentityAssociation;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
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
    TestClock clock;

    @Inject
    Curations curations;

    @Inject
    BallotBox ballots;

    @Inject
    CurationRows rows;

    @Inject
    Jobs jobs;

    @Inject
    Sql sql;

    @Inject
    TestIdentityAssociation signedIn;

    @Test
    void votesBecomeStrengthsAndPreferences() {
        // one gold task: whoever votes by the digest of bytes cannot know it, and a rule asks for two mistakes
        var campaign = campaigns.open(TestCampaigns.pairs(3, 8, .05));
        int stored = 0;
        for (int rater = 0; rater < 6; rater++) {
            stored += Crowd.votes(campaign.id(), Crowd.BY_DIGEST, .95, rater);
        }
        UUID id = TestCurations.curate(campaign.id());
        Api.given()
                .get("/api/curations/" + id)
                .then()
                .statusCode(200)
                .body("votes", equalTo(stored))
                .body("kept", greaterThan(0))
                .body("excluded.GOLD_TASK", greaterThan(0))
                .body("raters", hasSize(6))
                .body("strengths", hasSize(12))
                .body("preferences.groups", equalTo(3))
                .body("alpha", notNullValue());

        assertEquals(id, TestCurations.curate(campaign.id()), "the same votes give the same run");
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
        var groups = curations.preferences(id).orElseThrow().groups();
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
        UUID first = TestCurations.curate(campaign.id());
        Crowd.votes(campaign.id(), Crowd.BY_DIGEST, 1, 2);
        UUID second = TestCurations.curate(campaign.id());

        Api.given()
                .get("/api/campaigns/" + campaign.id() + "/curations")
                .then()
                .body("id", equalTo(List.of(second.toString(), first.toString())));
    }

    @Test
    void aVoteThatIsTakenBackAfterTheAskingCountsAsItWas() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 2, 0));
        var visitor = new Visitor();
        var task = visitor.next(campaign.id(), 1).getFirst();
        var first = Visitor.choice(task, "LEFT");
        visitor.vote(first).then().statusCode(200);
        var asked = read(campaign.id(), Votes.ALL).getFirst().castAt();
        var second = Visitor.choice(task, "RIGHT");
        second.put("supersedes", first.get("voteId"));
        visitor.vote(second).then().statusCode(200);

        var whenAsked = read(campaign.id(), asked);
        assertEquals(List.of("LEFT"), whenAsked.stream().map(CastVote::answer).toList());
        assertFalse(whenAsked.getFirst().superseded());
        assertEquals(
                List.of(true, false),
                read(campaign.id(), Votes.ALL).stream()
                        .map(CastVote::superseded)
                        .toList());
    }

    @Test
    void votesCastAfterTheAskingAreNotShownAsCountedThoughTheApplicationsClockRunsAhead() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 8, 0));
        Crowd.votes(campaign.id(), Crowd.BY_DIGEST, 1, 1);
        clock.advance(Duration.ofHours(1));
        UUID id;
        try {
            id = TestCurations.curate(campaign.id());
        } finally {
            clock.reset();
        }
        int kept = Api.given().get("/api/curations/" + id).then().extract().<Integer>path("kept");
        assertTrue(kept > 0);
        assertTrue(Crowd.votes(campaign.id(), Crowd.BY_DIGEST, 1, 2) > 0);

        Api.given()
                .get("/api/curations/" + id + "/votes")
                .then()
                .statusCode(200)
                .body("", hasSize(kept));
    }

    /// Both give every slot the first rank.
    @Test
    void allBadIsToldFromATie() {
        var campaign = campaigns.open(new TestCampaigns.Wish(
                Campaign.Kind.COLLECTION, Campaign.Audience.CROWD, Campaign.TaskKind.RANK_4, 2, 4, 1, 0, null));
        var curator = signedIn.getTestIdentity();
        signedIn.setTestIdentity(null);
        var visitor = new Visitor();
        var tasks = visitor.next(campaign.id(), 2);
        var bad = Visitor.ranks(tasks.getFirst(), List.of(1, 1, 1, 1));
        bad.put("allBad", true);
        visitor.vote(bad).then().statusCode(200);
        visitor.vote(Visitor.ranks(tasks.getLast(), List.of(1, 1, 1, 1))).then().statusCode(200);
        signedIn.setTestIdentity(curator);

        UUID id = TestCurations.curate(campaign.id());
        Api.given()
                .get("/api/curations/" + id + "/votes")
                .then()
                .body("answer", containsInAnyOrder("ALL_BAD", "[1, 1, 1, 1]"));
    }

    private List<CastVote> read(UUID campaign, Instant until) {
        return ballots.open(campaign, until, () -> {}).votes();
    }

    @Test
    void aCurationUnderWayTellsHowFarItIsAndCanBeCancelled() {
        var campaign = campaigns.open(TestCampaigns.pairs(10, 150, 0));
        GeneratedVotes.cast(sql, campaign.id(), 150);
        String job = TestCurations.ask(campaign.id());
        assertEquals(job, TestCurations.ask(campaign.id()), "one at a time");
        Wait.until("a first part of the work is done", () -> steps(campaign.id()) > 0);
        TestCurations.jobs(campaign.id())
                .body("[0].job.state", equalTo("RUNNING"))
                .body("[0].job.stepsTotal", greaterThan(10))
                .body("[0].curationId", nullValue());

        Api.given().post("/api/jobs/" + job + "/cancel").then().statusCode(200);
        TestCurations.ended(campaign.id(), job).body("[0].job.state", equalTo("CANCELLED"));
        Api.given().get("/api/campaigns/" + campaign.id() + "/curations").then().body("$", hasSize(0));
    }

    @Test
    void ofTwoEqualResultsTheFirstIsKeptForBoth() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 2, 0));
        Crowd.votes(campaign.id(), Crowd.BY_DIGEST, 1, 1);
        var now = Instant.now().plusSeconds(60);
        var opened = ballots.open(campaign.id(), now, () -> {});
        var result = Curator.curate(opened, CurationRules.DEFAULT);
        var other = campaigns.open(TestCampaigns.pairs(1, 2, 0));
        UUID first = jobs.newest("open-campaign", campaign.id(), 1).getFirst().id();
        UUID second = jobs.newest("open-campaign", other.id(), 1).getFirst().id();

        for (UUID job : List.of(first, second, first)) { // an attempt that follows a crash keeps once more
            QuarkusTransaction.requiringNew()
                    .run(() -> rows.keep(job, campaign.id(), CurationRules.DEFAULT, result, "cora", now));
        }

        assertEquals(rows.ofJob(first).orElseThrow(), rows.ofJob(second).orElseThrow());
        Api.given().get("/api/campaigns/" + campaign.id() + "/curations").then().body("$", hasSize(1));
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
        UUID id = TestCurations.curate(empty.id());
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

    private static int steps(UUID campaign) {
        return TestCurations.jobs(campaign).extract().<Integer>path("[0].job.stepsDone");
    }
}
