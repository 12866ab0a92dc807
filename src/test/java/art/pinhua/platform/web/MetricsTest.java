package art.pinhua.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Wait;
import art.pinhua.platform.jobs.Jobs;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The names that operators' dashboards rely on.
@QuarkusTest
class MetricsTest {
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
