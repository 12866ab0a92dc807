package art.pinhua.lineage;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.dataset.TestSnapshots;
import art.pinhua.platform.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class LineageTest {

    @Inject
    TestSnapshots snapshots;

    @Inject
    Sql sql;

    @Test
    void anImageOfATrainedVersionLeadsBackToTheVotes() {
        UUID snapshot = snapshots.snapshot(2);
        String run = Api.given()
                .body(Map.of("snapshotId", snapshot, "name", "warm", "steps", 5))
                .post("/api/runs")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        Wait.until("the run is done", () -> "DONE".equals(state("/api/runs/" + run)));
        String version = Api.given().get("/api/runs/" + run).then().extract().path("modelVersionId");
        String generation = Api.given()
                .body(Map.of("prompt", "a figure in red", "count", 1, "steps", 2, "modelVersionId", version))
                .post("/api/generations")
                .then()
                .extract()
                .path("id");
        Wait.until("the picture is there", () -> "DONE".equals(state("/api/generations/" + generation)));
        String image = Api.given()
                .get("/api/generations/" + generation)
                .then()
                .extract()
                .path("images[0].id");

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
