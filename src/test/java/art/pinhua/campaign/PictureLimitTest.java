package art.pinhua.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.limits.Limit;
import art.pinhua.vote.Visitor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Each look at a picture of a task draws it anew, and its address needs no cookie: nobody has that
/// done without end.
@QuarkusTest
class PictureLimitTest {
    @Inject
    TestCampaigns campaigns;

    @ConfigProperty(name = "pinhua.limits.pictures-of-rater")
    Limit picturesOfRater;

    @Test
    void onePictureIsNotDrawnWithoutEnd() throws IOException, InterruptedException {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 1, 0));
        var assignment = new Visitor().next(campaign.id(), 1).getFirst();
        var look = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + picture(assignment)))
                .build();
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var last = client.send(look, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, last.statusCode());
            for (int i = 0; i < 20 * picturesOfRater.count() && last.statusCode() == 200; i++) {
                last = client.send(look, HttpResponse.BodyHandlers.ofString());
            }
            assertEquals(429, last.statusCode());
            assertTrue(last.body().contains("TOO_MANY_REQUESTS"), last.body());
            assertTrue(last.headers().firstValue("Retry-After").isPresent());
        }
    }

    private static String picture(Map<String, Object> assignment) {
        return String.valueOf(Visitor.slots(assignment).getFirst().get("imageUrl"));
    }
}
