package art.pinhua.vote;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.Campaigns;
import art.pinhua.campaign.TestCampaigns;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A page of the studio that stays open when its session ends: it would go on as a visitor's, who is
/// another rater and is dealt the same tasks once more.
@QuarkusTest
class SessionOverTest {
    @Inject
    TestCampaigns campaigns;

    @Inject
    Campaigns control;

    private final Visitor visitor = new Visitor();

    @Test
    void whoeverWasSignedInIsMadeNoVisitor() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 3, 0));
        var assignment = visitor.next(campaign.id(), 1).getFirst(); // the browser has a visitor's cookie, too
        fromTheStudio()
                .body(Map.of("count", 1))
                .post(next(campaign))
                .then()
                .statusCode(401)
                .body("code", equalTo("NOT_SIGNED_IN"));
        fromTheStudio()
                .body(Visitor.choice(assignment, "LEFT"))
                .post("/api/rating/votes")
                .then()
                .statusCode(401)
                .body("code", equalTo("NOT_SIGNED_IN"));
        assertEquals(0, control.counts(campaign.id()).votes());
    }

    @Test
    @TestSecurity(user = "edda", roles = "expert")
    void whoeverIsSignedInGoesOn() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 3, 0));
        fromTheStudio()
                .body(Map.of("count", 1))
                .post(next(campaign))
                .then()
                .statusCode(200)
                .body("$", hasSize(1));
    }

    /// Another provider's people who hold no role here are visitors, and know it.
    @Test
    @TestSecurity(user = "nils")
    void whoeverIsSignedInWithoutARoleIsAVisitor() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 3, 0));
        fromTheStudio().body(Map.of("count", 1)).post(next(campaign)).then().statusCode(200);
    }

    private RequestSpecification fromTheStudio() {
        return visitor.request().header("X-Pinhua-Rater", "EXPERT");
    }

    private static String next(Campaign campaign) {
        return "/api/rating/campaigns/" + campaign.id() + "/next";
    }
}
