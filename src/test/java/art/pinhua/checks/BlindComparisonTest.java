package art.pinhua.checks;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.Campaigns;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.comparison.TestVersions;
import art.pinhua.curation.Crowd;
import art.pinhua.curation.TestCurations;
import art.pinhua.platform.Roles;
import art.pinhua.platform.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A comparison under way, before signed-in people who may vote in it. Whatever ids they come by, no answer of the API
/// tells which version drew a picture; once it is closed, every answer does.
@QuarkusTest
@Timeout(300)
class BlindComparisonTest {
    private static final String OPEN = "COMPARISON_OPEN";

    @Inject
    TestCampaigns campaigns;

    @Inject
    Campaigns control;

    @Inject
    TestVersions versions;

    @Inject
    Sql sql;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private record Answer(int status, String whole) {}

    @Test
    @TestSecurity(user = "erin", roles = Roles.EXPERT)
    void expertsLearnNothingOfItBeforeItIsClosed() throws Exception {
        var campaign = comparison();
        nothingIsTold(campaign, Roles.EXPERT);
        one(campaign).statusCode(409).body("code", equalTo(OPEN));
        listed().body("find { it.id == '" + campaign.id() + "' }", nullValue());

        control.close(campaign.id());
        picturesAreTold(campaign);
        one(campaign).statusCode(200).body("covers", hasSize(2));
        listed().body("find { it.id == '" + campaign.id() + "' }", not(nullValue()));
    }

    @Test
    @TestSecurity(user = "carl", roles = Roles.CURATOR)
    void curatorsSeeItsProgressAndNoneOfItsPictures() throws Exception {
        var campaign = comparison();
        var curation = TestCurations.curate(campaign.id());
        Api.given()
                .get("/api/curations/" + curation)
                .then()
                .statusCode(200)
                .body("blind", equalTo(true))
                .body("votes", equalTo(3))
                .body("raters", hasSize(1))
                .body("strengths", hasSize(0));
        nothingIsTold(campaign, Roles.CURATOR);
        one(campaign)
                .statusCode(200)
                .body("counts.votes", equalTo(3))
                .body("counts.imagesDone", equalTo(4))
                .body("covers", hasSize(0));
        for (String part : List.of("tasks", "images")) {
            Api.given()
                    .get("/api/campaigns/" + campaign.id() + "/" + part)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo(OPEN));
        }
        Api.given()
                .body(Map.of("name", "too early"))
                .post("/api/curations/" + curation + "/snapshots")
                .then()
                .statusCode(409)
                .body("code", equalTo(OPEN));

        control.close(campaign.id());
        picturesAreTold(campaign);
        one(campaign).body("covers", hasSize(2));
        Api.given()
                .get("/api/campaigns/" + campaign.id() + "/tasks")
                .then()
                .statusCode(200)
                .body("$", hasSize(3));
        Api.given()
                .get("/api/campaigns/" + campaign.id() + "/images")
                .then()
                .statusCode(200)
                .body("[0].images.modelVersionId", equalTo(versionsOf(campaign)));
        Api.given()
                .get("/api/curations/" + curation)
                .then()
                .body("blind", equalTo(false))
                .body("strengths", hasSize(4));
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    void administratorsMayVoteAndAreToldNoMore() throws Exception {
        nothingIsTold(comparison(), Roles.ADMIN);
    }

    /// Open, with two prompts, a gold task and the votes of one visitor.
    private Campaign comparison() {
        var challenger = versions.version("rival " + UUID.randomUUID());
        var campaign = campaigns.open(new TestCampaigns.Wish(
                Campaign.Kind.COMPARISON,
                Campaign.Audience.BOTH,
                Campaign.TaskKind.PAIR,
                2,
                1,
                5,
                .3,
                challenger.id()));
        sql.update("""
                insert into comparison (id, campaign_id, name, champion_version_id, challenger_version_id, alpha,
                                        votes_per_rater, created_by, created_at)
                values (gen_random_uuid(), ?, 'test', ?, ?, .05, 2, 'test', now())
                """, campaign.id(), campaign.modelVersionId(), challenger.id());
        Crowd.votes(campaign.id(), Crowd.BY_DIGEST, 1, 1);
        return campaign;
    }

    /// Every GET operation that is open to the role, with every id that hangs on the campaign.
    private void nothingIsTold(Campaign campaign, String role) throws Exception {
        var hidden = hidden(campaign);
        var ids = new HashSet<>(hidden);
        ids.addAll(known(campaign));
        assertTrue(hidden.size() > 10 && ids.size() > hidden.size() + 10, "few ids: " + ids);
        var seeds = sql.list("""
                select distinct i.seed from image i join campaign_generation g on g.generation_id = i.generation_id
                where g.campaign_id = ?
                """, row -> row.getString("seed"), campaign.id());
        int answered = 0;
        for (var operation : Operation.all(Operation.description())) {
            boolean mine = operation.roles().isEmpty() || operation.roles().contains(role);
            if (operation.changes() || !mine || operation.path().startsWith("/api/planted-")) {
                continue;
            }
            for (String id : operation.hasPlaces() ? ids : Set.of("")) {
                var answer = look(operation.at(id), id);
                String asked = operation + " of " + id + ": " + answer;
                answered += answer.status() == 200 ? 1 : 0;
                assertTrue(answer.status() < 500, asked);
                assertFalse(answer.status() == 200 && hidden.contains(id), asked);
                hidden.forEach(secret -> assertFalse(answer.whole().contains(secret), asked));
                seeds.forEach(seed -> assertFalse(
                        answer.whole().contains("\"" + seed + "\"")
                                || answer.whole().contains(":" + seed + ","),
                        asked));
            }
        }
        assertTrue(answered > 8, "only " + answered + " answers were looked at");
        for (String image : images(campaign)) {
            for (String part : List.of("", "/file", "/download")) {
                Api.given()
                        .accept("*/*")
                        .get("/api/images/" + image + part)
                        .then()
                        .statusCode(409);
            }
            Api.given()
                    .body(Map.of("prompt", "moon", "startImageId", image))
                    .post("/api/generations")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo(OPEN));
        }
    }

    private void picturesAreTold(Campaign campaign) {
        for (String image : images(campaign)) {
            String generation = Api.given()
                    .get("/api/images/" + image)
                    .then()
                    .statusCode(200)
                    .body("modelVersionName", not(nullValue()))
                    .extract()
                    .path("generationId");
            for (String address : List.of(
                    "/api/images/" + image + "/file",
                    "/api/lineage/images/" + image,
                    "/api/generations/" + generation)) {
                Api.given().accept("*/*").get(address).then().statusCode(200);
            }
        }
    }

    /// The answer as text, without the id that was asked for, which refusals repeat; of a stream what comes first.
    private Answer look(String path, String id) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .build();
        var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        boolean stream =
                response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        try (var content = response.body()) {
            byte[] bytes = stream ? new byte[8192] : content.readAllBytes();
            if (stream) {
                bytes = Arrays.copyOf(bytes, Math.max(0, content.read(bytes)));
            }
            String whole = new String(bytes, StandardCharsets.ISO_8859_1)
                    + response.headers().map();
            return new Answer(response.statusCode(), id.isEmpty() ? whole : whole.replace(id, ""));
        }
    }

    /// Ids and digests that stand for one picture, or for what one version drew.
    private Set<String> hidden(Campaign campaign) {
        return Set.copyOf(sql.list("""
                with mine as (select generation_id from campaign_generation where campaign_id = ?),
                     asked as (select id from task where campaign_id = ?)
                select generation_id::text as id from mine
                union select i.id::text from image i join mine m on m.generation_id = i.generation_id
                union select id::text from asked
                union select t.sha256 from task_image t join asked a on a.id = t.task_id
                """, row -> row.getString("id"), campaign.id(), campaign.id()));
    }

    /// Ids that are no secret, or that lead to what hangs on the campaign.
    private Set<String> known(Campaign campaign) {
        return Set.copyOf(sql.list("""
                with c as (select * from campaign where id = ?)
                select id::text as id from c
                union select prompt_set_id::text from c
                union select p.id::text from prompt p join c on c.prompt_set_id = p.prompt_set_id
                union select model_version_id::text from c
                union select challenger_version_id::text from c
                union select x.id::text from comparison x join c on c.id = x.campaign_id
                union select u.id::text from curation u join c on c.id = u.campaign_id
                union select a.id::text from assignment a join c on c.id = a.campaign_id
                union select a.rater_id::text from assignment a join c on c.id = a.campaign_id
                union select v.vote_id::text from vote v join c on c.id = v.campaign_id
                union select j.id::text from job j join c on c.id = j.subject_id
                """, row -> row.getString("id"), campaign.id()));
    }

    private List<String> images(Campaign campaign) {
        return sql.list("""
                select i.id from image i join campaign_generation g on g.generation_id = i.generation_id
                where g.campaign_id = ?
                """, row -> row.getString("id"), campaign.id());
    }

    private static List<String> versionsOf(Campaign campaign) {
        return List.of(campaign.modelVersionId().toString(), String.valueOf(campaign.challengerVersionId()));
    }

    private static ValidatableResponse one(Campaign campaign) {
        return Api.given().get("/api/campaigns/" + campaign.id()).then();
    }

    private static ValidatableResponse listed() {
        return Api.given().get("/api/campaigns").then().statusCode(200);
    }
}
