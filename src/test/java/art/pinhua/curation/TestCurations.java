package art.pinhua.curation;

import static org.hamcrest.Matchers.equalTo;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.platform.sql.Sql;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;

/// Curation runs for tests, made the way the product makes them. The caller is signed in as a curator.
public final class TestCurations {
    private TestCurations() {}

    /// @return the curation run that came of it
    public static UUID curate(UUID campaign) {
        return UUID.fromString(ended(campaign, ask(campaign))
                .body("[0].job.state", equalTo("DONE"))
                .extract()
                .path("[0].curationId"));
    }

    /// One rater whose votes count takes them all back.
    public static void withdrawOne(Sql sql, UUID curation) {
        sql.update("""
                insert into withdrawal (rater_id)
                select rater_id from rater_standing where curation_id = ? and kept > 0 order by rater_id limit 1
                """, curation);
    }

    /// @return the job
    static String ask(UUID campaign) {
        return Api.given()
                .post("/api/campaigns/" + campaign + "/curations")
                .then()
                .statusCode(202)
                .extract()
                .path("job.id");
    }

    /// The campaign's jobs once the newest of them has ended.
    static ValidatableResponse ended(UUID campaign, String job) {
        Wait.until("job " + job + " ends", () -> jobs(campaign).extract().path("[0].job.endedAt") != null);
        return jobs(campaign).body("[0].job.id", equalTo(job));
    }

    static ValidatableResponse jobs(UUID campaign) {
        return Api.given()
                .get("/api/campaigns/" + campaign + "/curations/jobs")
                .then()
                .statusCode(200);
    }
}
