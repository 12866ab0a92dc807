package art.pinhua.vote;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.campaign.TestCampaigns;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a browser is told, and left with, by a withdrawal.
@QuarkusTest
class WithdrawalTest {
    private static final String COOKIE = "pinhua_rater";

    @Inject
    TestCampaigns campaigns;

    @Inject
    Votes votes;

    /// The first answer may get lost, and the cookie's end with it.
    @Test
    void aVisitorWhoWithdrawsAgainIsToldTheSame() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 3, 0));
        var visitor = new Visitor();
        visitor.vote(Visitor.choice(visitor.next(campaign.id(), 1).getFirst(), "LEFT"));
        var first = withdrawn(visitor.request().post("/api/rating/withdrawal"));
        var second = withdrawn(visitor.request().post("/api/rating/withdrawal"));
        for (var answer : new Response[] {first, second}) {
            assertEquals(0, answer.detailedCookie(COOKIE).getMaxAge(), "forgotten");
        }
        second.then()
                .body("pseudonym", equalTo(first.<String>path("pseudonym")))
                .body("tier", equalTo("ANONYMOUS"));
        assertTrue(votes.ofCampaign(campaign.id()).getFirst().withdrawn());
    }

    @Test
    @TestSecurity(user = "wanda", roles = "expert")
    void anExpertWhoWithdrawsLeavesTheBrowsersVisitorAlone() {
        consent();
        var first = withdrawn(Api.given().post("/api/rating/withdrawal"));
        var second = withdrawn(Api.given().post("/api/rating/withdrawal"));
        assertNull(first.detailedCookie(COOKIE));
        assertNull(second.detailedCookie(COOKIE));
        second.then()
                .body("pseudonym", equalTo(first.<String>path("pseudonym")))
                .body("tier", equalTo("EXPERT"));
    }

    private static void consent() {
        Api.given()
                .body(Map.of("textVersion", 1))
                .post("/api/rating/consent")
                .then()
                .statusCode(200);
    }

    private static Response withdrawn(Response answer) {
        answer.then().statusCode(200);
        return answer;
    }
}
