package art.pinhua.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Wait;
import art.pinhua.platform.jobs.Jobs;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The names that operators' dashboards rely on.
@QuarkusTest
class MetricsTest {
    private static final Pattern URI = Pattern.compile("uri=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-|[A-Za-z0-9_-]{30}");

    @Inject
    Jobs jobs;

    @Test
    void theOperatorsFiguresAreThereFromTheStart() {
        var page = scrape();
        for (var name : List.of(
                "pinhua_jobs{kind=\"train\",state=\"running\"}",
                "pinhua_jobs{kind=\"open-campaign\",state=\"dead\"}",
                "pinhua_job_takeovers_total",
                "pinhua_fenced_writes_total",
                "pinhua_disk_free_bytes{volume=\"data\"}",
                "pinhua_vote_duration_seconds_count",
                "pinhua_vote_duration_seconds_sum")) {
            assertTrue(page.lines().anyMatch(line -> line.startsWith(name)), () -> name + " is not in\n" + page);
        }
        assertTrue(value(page, "pinhua_disk_free_bytes") > 0);
    }

    @Test
    void jobsAreCountedByKindAndState() {
        var before = value(scrape(), "pinhua_jobs{kind=\"planted\",state=\"done\"}");
        jobs.submit("planted", UUID.randomUUID());
        Wait.until("counted", () -> value(scrape(), "pinhua_jobs{kind=\"planted\",state=\"done\"}") >= before + 1);
    }

    @Test
    void noFigureNamesAnybody() {
        var tags = List.of("rater", "prompt", "image", "person", "campaign_id", "job");
        for (var line :
                scrape().lines().filter(line -> line.startsWith("pinhua_")).toList()) {
            for (var tag : tags) {
                assertEquals(-1, line.indexOf(tag + "=\""), line);
            }
        }
    }

    @Test
    void requestsAreCountedByEndpointAndNeverByIdOrToken() {
        var id = UUID.randomUUID().toString();
        var token = "token-of-a-slot-" + id;
        RestAssured.given().accept("text/html").get("/campaigns/" + id); // a page of the studio
        RestAssured.given().get("/assets/index-" + id + ".js");
        RestAssured.given().get("/api/rating/images/" + token);
        RestAssured.given().body("x".repeat(20_000)).post("/api/rating/images/" + token); // too long: refused early
        RestAssured.given().header("X-Pinhua-Request", "1").delete("/api/campaigns/" + id); // no such method
        RestAssured.given().get("/api/campaigns/" + id);
        RestAssured.given().get("/api/" + id);
        RestAssured.given().get("/api/me").then().statusCode(200);
        for (var uri : List.of(
                "/{page}",
                "/assets/{file}",
                "/api/rating/images/{token}",
                "/{other}",
                "/api/campaigns/{id}",
                "/api/me")) {
            Wait.until(uri, () -> scrape().contains("uri=\"" + uri + "\""));
        }
        var uris = URI.matcher(scrape()).results().map(found -> found.group(1)).toList();
        assertTrue(uris.size() > 5, uris::toString);
        for (var uri : uris) {
            assertFalse(ID.matcher(uri).find(), uri);
        }
    }

    private static String scrape() {
        return RestAssured.given()
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static double value(String page, String name) {
        return page.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in\n" + page));
    }
}
