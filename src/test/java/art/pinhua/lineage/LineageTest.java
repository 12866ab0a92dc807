package art.pinhua.lineage;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.Campaigns;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.comparison.TestVersions;
import art.pinhua.dataset.TestSnapshots;
import art.pinhua.platform.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class LineageTest {

    @Inject
    TestSnapshots snapshots;

    @Inject
    TestVersions versions;

    @Inject
    TestCampaigns campaigns;

    @Inject
    Campaigns control;

    @Inject
    Sql sql;

    @Test
    void anImageOfATrainedVersionLeadsBackToTheVotes() {
        UUID snapshot = snapshots.snapshot(2);
        String run = trained(snapshot);
        String version = versionOf(run);
        String image = drawn(Map.of("prompt", "a figure in red", "modelVersionId", version));

        Api.given()
                .get("/api/lineage/images/" + image)
                .then()
                .statusCode(200)
                .body("image.prompt", equalTo("a figure in red"))
                .body("modelVersion.id", equalTo(version))
                .body("run.id", equalTo(run))
                .body("snapshot.id", equalTo(snapshot.toString()))
                .body("votes.count", greaterThan(0))
                .body("votes.experts", equalTo(0))
                .body("votes.crowd", greaterThan(0))
                .body("nodes.type", hasItem("base-model"))
                .body("edges.size()", greaterThan(6));
    }

    @Test
    void anAdapterLaidOverForOneImageLeadsBackToItsVotes() {
        UUID snapshot = snapshots.snapshot(2);
        String run = trained(snapshot);
        String adapter = adapterOf(versionOf(run));
        String image = drawn(Map.of(
                "prompt", "laid over",
                "modelVersionId", bareVersion(adapter),
                "adapters", List.of(Map.of("adapterId", adapter, "strength", 0.5))));

        leadsBack(image, run, snapshot)
                .body("run", nullValue())
                .body("edges.findAll { it.to == 'adapter:" + adapter + "' }.from", equalTo(List.of("image:" + image)))
                .body("edges.findAll { it.from == 'adapter:" + adapter + "' }.to", equalTo(List.of("run:" + run)));
    }

    @Test
    void anEarlierImageThatItStartedFromLeadsBackToItsVotes() {
        UUID snapshot = snapshots.snapshot(2);
        String run = trained(snapshot);
        String version = versionOf(run);
        String bare = bareVersion(adapterOf(version));
        String first = drawn(Map.of("prompt", "first", "modelVersionId", version));
        String second = drawn(Map.of("prompt", "2", "modelVersionId", bare, "startImageId", first, "strength", 0.5));
        String third = drawn(Map.of("prompt", "3", "modelVersionId", bare, "startImageId", second, "strength", 0.5));

        List<String> nodes = leadsBack(third, run, snapshot)
                .body("image.id", equalTo(third))
                .body("run", nullValue())
                .body(
                        "nodes.findAll { it.type == 'image' }.id",
                        equalTo(List.of("image:" + third, "image:" + second, "image:" + first)))
                .extract()
                .path("nodes.id");
        assertEquals(Set.copyOf(nodes).size(), nodes.size(), nodes.toString());
    }

    @Test
    void whatMadeAStartPictureThatIsJudgedBlindIsLeftOut() {
        UUID rival = versions.version("rival of lineage").id();
        String first = drawn(Map.of("prompt", "first", "modelVersionId", rival));
        String start = drawn(Map.of("prompt", "2", "modelVersionId", rival, "startImageId", first, "strength", 0.5));
        String image = drawn(Map.of("prompt", "3", "startImageId", start, "strength", 0.5));
        UUID comparison = comparisonOf(start, rival);

        followed(image)
                .body("nodes.findAll { it.type == 'image' }.id", equalTo(List.of("image:" + image, "image:" + start)))
                .body("nodes.id", not(hasItem("model-version:" + rival)))
                .body("edges.from", not(hasItem("image:" + start)));
        Api.given().get("/api/lineage/images/" + start).then().statusCode(409);

        control.close(comparison);
        followed(image).body("nodes.id", hasItem("image:" + first)).body("nodes.id", hasItem("model-version:" + rival));
    }

    /// As rows may be of a version that let people start from such pictures.
    private UUID comparisonOf(String image, UUID challenger) {
        UUID comparison = campaigns
                .create(new TestCampaigns.Wish(
                        Campaign.Kind.COMPARISON,
                        Campaign.Audience.EXPERTS,
                        Campaign.TaskKind.PAIR,
                        1,
                        1,
                        1,
                        0,
                        challenger))
                .id();
        sql.update("""
                insert into campaign_generation (campaign_id, prompt_id, model_version_id, generation_id)
                select c.id, p.id, i.model_version_id, i.generation_id
                from campaign c join prompt p on p.prompt_set_id = c.prompt_set_id, image i
                where c.id = ? and i.id = ?::uuid
                """, comparison, image);
        return comparison;
    }

    private static ValidatableResponse followed(String image) {
        return Api.given().get("/api/lineage/images/" + image).then().statusCode(200);
    }

    @Test
    void votesThatTheCurationDidNotReadAreNotCounted() {
        UUID curation = snapshots.curation(1);
        String version = versionOf(trained(snapshots.freeze(curation)));
        String image = drawn(Map.of("prompt", "counted", "modelVersionId", version));
        int read = sql.one("select votes from curation where id = ?", row -> row.getInt("votes"), curation);
        int added = sql.update("""
                with again as (
                    insert into assignment (id, task_id, campaign_id, rater_id, shown_order, nonce, state, lease_until,
                                            repeat_of)
                    select gen_random_uuid(), a.task_id, a.campaign_id, a.rater_id, a.shown_order, gen_random_uuid(),
                           a.state, a.lease_until, a.id
                    from assignment a join curation c on c.campaign_id = a.campaign_id
                    where c.id = ? and a.state = 'ANSWERED' limit 1
                    returning id, repeat_of
                )
                insert into vote (vote_id, body_hash, assignment_id, revision, campaign_id, task_id, task_kind, prompt_id,
                                  rater_id, rater_tier, images, shown_order, choice, late, cast_at)
                select gen_random_uuid(), '', again.id, 0, v.campaign_id, v.task_id, v.task_kind, v.prompt_id,
                       v.rater_id, v.rater_tier, v.images, v.shown_order, v.choice, v.late, v.cast_at
                from again join vote v on v.assignment_id = again.repeat_of
                """, curation); // as one whose transaction was still under way
        assertEquals(1, added);

        Api.given().get("/api/lineage/images/" + image).then().statusCode(200).body("votes.count", equalTo(read));
    }

    private static ValidatableResponse leadsBack(String image, String run, UUID snapshot) {
        return Api.given()
                .get("/api/lineage/images/" + image)
                .then()
                .statusCode(200)
                .body("nodes.id", hasItem("run:" + run))
                .body("nodes.id", hasItem("snapshot:" + snapshot))
                .body("nodes.type", hasItem("campaign"))
                .body("nodes.type", hasItem("votes"));
    }

    /// A run on the snapshot, done.
    private static String trained(UUID snapshot) {
        String run = Api.given()
                .body(Map.of("snapshotId", snapshot, "name", "warm", "steps", 5, "seed", seedOf(snapshot)))
                .post("/api/runs")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        Wait.until("the run is done", () -> "DONE".equals(state("/api/runs/" + run)));
        return run;
    }

    /// The adapter of a run follows from its seed, and each run is to have its own.
    private static long seedOf(UUID snapshot) {
        return Integer.toUnsignedLong(snapshot.hashCode());
    }

    private static String versionOf(String run) {
        return Api.given().get("/api/runs/" + run).then().extract().path("modelVersionId");
    }

    private String adapterOf(String version) {
        return sql.one(
                "select adapter_id from model_version where id = ?::uuid", row -> row.getString("adapter_id"), version);
    }

    /// The adapter's base model with nothing laid over it.
    private String bareVersion(String adapter) {
        return sql.one(
                "select v.id from model_version v join adapter a on a.base_model_id = v.base_model_id"
                        + " where a.id = ?::uuid and v.adapter_id is null limit 1",
                row -> row.getString("id"),
                adapter);
    }

    /// One image by this wish.
    private static String drawn(Map<String, Object> wish) {
        var whole = new HashMap<>(wish);
        whole.putAll(Map.of("count", 1, "steps", 2));
        String generation = Api.given()
                .body(whole)
                .post("/api/generations")
                .then()
                .extract()
                .path("id");
        Wait.until("the picture is there", () -> "DONE".equals(state("/api/generations/" + generation)));
        return Api.given()
                .get("/api/generations/" + generation)
                .then()
                .extract()
                .path("images[0].id");
    }

    @Test
    void anImageOfTheBareBaseModelHasNoVotesBehindIt() {
        UUID curation = snapshots.curation(1);
        String image = sql.one("""
            select i.id from image i join campaign_generation g on g.generation_id = i.generation_id
            join curation c on c.campaign_id = g.campaign_id where c.id = ? limit 1
            """, row -> row.getString("id"), curation);
        Api.given()
                .get("/api/lineage/images/" + image)
                .then()
                .statusCode(200)
                .body("votes", nullValue())
                .body("adapter", nullValue())
                .body("nodes.type", hasItem("base-model"));
        Api.given().get("/api/lineage/images/" + UUID.randomUUID()).then().statusCode(404);
    }

    private static String state(String url) {
        String state = Api.given().get(url).then().statusCode(200).extract().path("state");
        assertTrue(!"FAILED".equals(state), url + " failed");
        return state;
    }
}
