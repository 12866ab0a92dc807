package art.pinhua.comparison;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.campaign.Assignments;
import art.pinhua.campaign.CampaignState;
import art.pinhua.campaign.Campaigns;
import art.pinhua.curation.Crowd;
import art.pinhua.platform.sql.Sql;
import art.pinhua.platform.sql.SqlFailure;
import art.pinhua.prompt.TestPrompts;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.Registry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// From a blind comparison to a promotion and back, over HTTP.
@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class ComparisonTest {

    private static final int PROMPTS = 5;

    @Inject
    TestPrompts prompts;

    @Inject
    TestVersions versions;

    @Inject
    Assignments assignments;

    @Inject
    Campaigns campaigns;

    @Inject
    Registry registry;

    @Inject
    Sql sql;

    @Test
    void aChallengerThatRatersPreferWinsIsPromotedAndRolledBack() {
        UUID before = registry.serving().modelVersion().id();
        var challenger = versions.version("warmer " + UUID.randomUUID());
        UUID comparison = open(challenger);
        UUID campaign = campaignOf(comparison);
        promote(challenger.id(), comparison).statusCode(409).body("code", equalTo("NOT_WON"));
        for (int rater = 0; rater < 14; rater++) {
            Crowd.votes(campaign, this::likesChallenger, .95, rater);
        }

        view(comparison)
                .body("verdict", equalTo("CHALLENGER_WINS"))
                .body("raters", equalTo(14))
                .body("state", equalTo("OPEN"));
        long revision = registry.serving().revision();
        promote(challenger.id(), comparison)
                .statusCode(200)
                .body("kind", equalTo("PROMOTION"))
                .body("revision", equalTo((int) revision + 1));
        assertEquals(challenger.id(), registry.serving().modelVersion().id());
        promote(challenger.id(), comparison).statusCode(409).body("code", equalTo("ALREADY_SERVED"));

        Api.given()
                .body(Map.of("reason", "hands look wrong"))
                .post("/api/promotions/rollback")
                .then()
                .statusCode(200)
                .body("kind", equalTo("ROLLBACK"))
                .body("previousName", equalTo(challenger.name()));
        assertEquals(before, registry.serving().modelVersion().id());
        Api.given()
                .get("/api/promotions")
                .then()
                .statusCode(200)
                .body("[0].reason", equalTo("hands look wrong"))
                .body("[1].comparisonId", equalTo(comparison.toString()));
    }

    /// Curators vote as well: what moves with their own vote would tell them which side was the challenger.
    @Test
    void howTheVersionsStandIsToldAfterTheClose() {
        UUID comparison = open(versions.version("watched " + UUID.randomUUID()));
        UUID campaign = campaignOf(comparison);
        for (int rater = 0; rater < 2; rater++) {
            Crowd.votes(campaign, this::likesChallenger, .95, rater);
        }
        String listed = "find { it.id == '" + comparison + "' }";
        for (String standing : List.of("mean", "interval", "logE", "logEReverse")) {
            view(comparison).body("$", hasKey("raters")).body("$", not(hasKey(standing)));
            Api.given()
                    .get("/api/comparisons")
                    .then()
                    .body(listed, hasKey("raters"))
                    .body(listed, not(hasKey(standing)));
        }
        view(comparison)
                .body("raters", equalTo(2))
                .body("votes", greaterThan(2))
                .body("trace", hasSize(0));

        campaigns.close(campaign);
        view(comparison)
                .body("raters", equalTo(2))
                .body("trace", hasSize(2))
                .body("mean", greaterThan(.5f))
                .body("interval[1]", greaterThan(.5f))
                .body("logE", greaterThan(0f))
                .body("$", hasKey("logEReverse"));
    }

    @Test
    void withoutEnoughRatersAClosedComparisonDecidesNothing() {
        UUID comparison = open(versions.version("unknown " + UUID.randomUUID()));
        UUID campaign = campaignOf(comparison);
        Crowd.votes(campaign, this::likesChallenger, 1, 1);
        view(comparison).body("verdict", equalTo("PENDING")).body("raters", equalTo(1));
        campaigns.close(campaign);

        view(comparison).body("verdict", equalTo("NO_DECISION")).body("state", equalTo("CLOSED"));
    }

    /// After the close everybody may look up whom they voted for: who then withdraws moves nothing.
    @Test
    void whatAClosedComparisonFoundStandsWhoeverWithdraws() {
        UUID comparison = open(versions.version("finished " + UUID.randomUUID()));
        UUID campaign = campaignOf(comparison);
        for (int rater = 0; rater < 12; rater++) {
            Crowd.votes(campaign, rater < 3 ? sha256 -> -likesChallenger(sha256) : this::likesChallenger, 1, rater);
        }
        campaigns.close(campaign);
        String found = view(comparison)
                .body("verdict", equalTo("NO_DECISION"))
                .body("raters", equalTo(12))
                .extract()
                .asString();
        int against = sql.update("""
            insert into withdrawal (rater_id)
            select v.rater_id from vote v
            join task_image l on l.task_id = v.task_id and l.position = v.shown_order[1]
            join task_image r on r.task_id = v.task_id and r.position = v.shown_order[2]
            join image li on li.id = l.image_id join image ri on ri.id = r.image_id
            join model_version lv on lv.id = li.model_version_id join model_version rv on rv.id = ri.model_version_id
            where v.campaign_id = ? and li.model_version_id <> ri.model_version_id
            group by v.rater_id
            having avg(case when (v.choice = 'LEFT') = (lv.adapter_id is null) then 1 else 0 end) > .5
            """, campaign);
        assertEquals(3, against);
        assertEquals(found, view(comparison).extract().asString());
    }

    /// A vote that found the campaign open counts, also where voting ends before it is stored.
    @Test
    void votesUnderWayAreStoredBeforeVotingEnds() throws Exception {
        UUID comparison = open(versions.version("hurried " + UUID.randomUUID()));
        UUID campaign = campaignOf(comparison);
        Crowd.votes(campaign, this::likesChallenger, 1, 1);
        var assignment = sql.one(
                "select id, rater_id from assignment where campaign_id = ? limit 1",
                row -> List.of(Sql.uuid(row, "id"), Sql.uuid(row, "rater_id")),
                campaign);
        var asked = new CountDownLatch(1);
        var stored = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var vote = threads.submit(() -> QuarkusTransaction.requiringNew().run(() -> {
                assignments.answerable(assignment.get(0), assignment.get(1), "another token");
                asked.countDown();
                await(stored);
            }));
            await(asked);
            var close = threads.submit(() -> campaigns.close(campaign));
            assertThrows(TimeoutException.class, () -> close.get(1, TimeUnit.SECONDS));
            stored.countDown();
            vote.get();
            assertEquals(CampaignState.CLOSED, close.get().state());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPromotionNeedsAVerdictOrAReason() {
        var version = versions.version("hopeful " + UUID.randomUUID());
        Api.given()
                .body(Map.of("modelVersionId", version.id()))
                .post("/api/promotions")
                .then()
                .statusCode(400)
                .body("code", equalTo("NO_GROUNDS"));
        Api.given()
                .body(Map.of("modelVersionId", UUID.randomUUID(), "reason", "why not"))
                .post("/api/promotions")
                .then()
                .statusCode(404);
        Api.given()
                .body(Map.of("modelVersionId", version.id(), "reason", "fixes the black pictures"))
                .post("/api/promotions")
                .then()
                .statusCode(200)
                .body("reason", equalTo("fixes the black pictures"))
                .body("by", equalTo("cora"));
        Api.given()
                .body(Map.of())
                .post("/api/promotions/rollback")
                .then()
                .statusCode(200)
                .body("reason", nullValue());
    }

    @Test
    void aReasonIsKeptBesideTheComparisonItGoesAgainst() {
        var version = versions.version("wanted " + UUID.randomUUID());
        UUID comparison = open(version);
        campaigns.close(campaignOf(comparison));
        promote(version.id(), comparison).statusCode(409).body("code", equalTo("NOT_WON"));
        Api.given()
                .body(Map.of("modelVersionId", version.id(), "comparisonId", comparison, "reason", "nobody came"))
                .post("/api/promotions")
                .then()
                .statusCode(200)
                .body("reason", equalTo("nobody came"))
                .body("comparisonId", equalTo(comparison.toString()));
        Api.given().body(Map.of()).post("/api/promotions/rollback").then().statusCode(200);
    }

    @Test
    void ofManyPromotionsAtOnceOneWins() throws Exception {
        long revision = registry.serving().revision();
        var candidates = IntStream.range(0, 12)
                .mapToObj(i -> versions.version("racer " + i + " " + UUID.randomUUID()))
                .toList();
        List<Integer> answers;
        try (var threads = Executors.newFixedThreadPool(12)) {
            List<Callable<Integer>> tries = candidates.stream()
                    .<Callable<Integer>>map(version -> () -> Api.given()
                            .body(Map.of("modelVersionId", version.id(), "reason", "race", "revision", revision))
                            .post("/api/promotions")
                            .statusCode())
                    .toList();
            answers = threads.invokeAll(tries).stream().map(Future::resultNow).toList();
        }
        assertEquals(1, answers.stream().filter(status -> status == 200).count(), answers.toString());
        assertEquals(11, answers.stream().filter(status -> status == 409).count(), answers.toString());
        assertEquals(revision + 1, registry.serving().revision());
        Api.given()
                .body(Map.of())
                .post("/api/promotions/rollback")
                .then()
                .statusCode(200)
                .body("reason", nullValue());
    }

    @Test
    void ratersAreAskedTheQuestionThatWasWanted() {
        var challenger = versions.version("asked about " + UUID.randomUUID());
        for (String blank : List.of("", "  ")) {
            question(create(challenger, blank)).body("question", equalTo("哪张更好?"));
        }
        question(create(challenger, " Whose hands are better? ")).body("question", equalTo("Whose hands are better?"));
        create(challenger, "?".repeat(501)).statusCode(400).body("violations[0].field", equalTo("question"));
    }

    @Test
    void aVersionIsNotComparedWithItself() {
        var serving = registry.serving().modelVersion();
        create(serving).statusCode(400).body("detail", containsString("another version"));
    }

    @Test
    @TestSecurity(user = "erin", roles = "expert")
    void expertsSeeNoComparisons() {
        Api.given().get("/api/comparisons").then().statusCode(403);
        Api.given().get("/api/promotions").then().statusCode(403);
    }

    @Test
    void theDatabaseRefusesToChangeDecisions() {
        for (String table : List.of("comparison", "verdict", "comparison_result", "promotion")) {
            var column = table.equals("verdict") || table.equals("comparison_result") ? "comparison_id" : "id";
            for (String change :
                    List.of("update " + table + " set " + column + " = " + column, "delete from " + table)) {
                assertEquals(
                        "42501",
                        assertThrows(SqlFailure.class, () -> sql.update(change)).state(),
                        change);
            }
        }
    }

    private double likesChallenger(String sha256) {
        return sql.list("""
            select v.adapter_id is not null as challenger from image i
            join model_version v on v.id = i.model_version_id where i.sha256 = ?
            """, row -> row.getBoolean("challenger") ? 1.0 : 0.0, sha256).stream()
                .findFirst()
                .orElse(-1.0);
    }

    private ValidatableResponse create(ModelVersion challenger) {
        return create(challenger, "");
    }

    private ValidatableResponse create(ModelVersion challenger, String question) {
        return Api.given()
                .body(Map.of(
                        "name",
                        "test",
                        "question",
                        question,
                        "challengerVersionId",
                        challenger.id(),
                        "promptSetId",
                        prompts.set(PROMPTS),
                        "audience",
                        "CROWD",
                        "overlap",
                        20))
                .post("/api/comparisons")
                .then();
    }

    private static ValidatableResponse question(ValidatableResponse created) {
        String campaign = created.statusCode(200).extract().path("campaignId");
        return Api.given().get("/api/campaigns/" + campaign).then().statusCode(200);
    }

    private UUID open(ModelVersion challenger) {
        String id = create(challenger)
                .statusCode(200)
                .body("verdict", equalTo("PENDING"))
                .body("state", equalTo("DRAFT"))
                .extract()
                .path("id");
        UUID campaign = campaignOf(UUID.fromString(id));
        campaigns.open(campaign);
        Wait.until("the comparison is open", () -> campaigns.view(campaign).state() == CampaignState.OPEN);
        return UUID.fromString(id);
    }

    private UUID campaignOf(UUID comparison) {
        String id = view(comparison).extract().path("campaignId");
        return UUID.fromString(id);
    }

    private ValidatableResponse view(UUID comparison) {
        return Api.given().get("/api/comparisons/" + comparison).then().statusCode(200);
    }

    private static ValidatableResponse promote(UUID version, UUID comparison) {
        assertTrue(!version.equals(comparison));
        return Api.given()
                .body(Map.of("modelVersionId", version, "comparisonId", comparison))
                .post("/api/promotions")
                .then();
    }
}
