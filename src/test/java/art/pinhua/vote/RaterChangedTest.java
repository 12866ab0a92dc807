package art.pinhua.vote;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.Campaigns;
import art.pinhua.campaign.TestCampaigns;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Pages that stay open while somebody else signs in beside them, or out: nothing of theirs counts for
/// another rater.
@QuarkusTest
class RaterChangedTest {
    @Inject
    TestCampaigns campaigns;

    @Inject
    Campaigns control;

    @Inject
    Votes votes;

    private final Visitor visitor = new Visitor();

    @Test
    @TestSecurity(user = "frida", roles = "expert")
    void anExpertsPageIsServedWhileTheyAreSignedIn() {
        var campaign = campaign();
        var assignment = visitor.next(campaign.id(), 1).getFirst();
        ask("frida", campaign).then().statusCode(200);
        vote("frida", assignment).then().statusCode(200);
        assertEquals(1, control.counts(campaign.id()).votes());
    }

    @Test
    @TestSecurity(user = "greta", roles = "curator")
    void aVisitorsPageIsNotServedForTheExpertWhoSignedInBesideIt() {
        refusesAll("VISITOR");
    }

    @Test
    @TestSecurity(user = "hanna", roles = "expert")
    void anExpertsPageIsNotServedForAnother() {
        refusesAll("frida");
    }

    /// Another provider's people who hold no role here are visitors.
    @Test
    @TestSecurity(user = "ines")
    void anExpertsPageIsNotServedForSomebodyWithoutARole() {
        refusesAll("frida");
    }

    @Test
    @TestSecurity(user = "jana")
    void aVisitorsPageIsServedForSomebodyWithoutARole() {
        servesAll();
    }

    @Test
    void aVisitorsPageIsServedWithoutASession() {
        servesAll();
    }

    @Test
    void anExpertsPageIsServedNothingOnceTheSessionIsOver() {
        var campaign = campaign();
        var assignment = visitor.next(campaign.id(), 1).getFirst();
        refused(ask("frida", campaign), 401, "NOT_SIGNED_IN");
        refused(vote("frida", assignment), 401, "NOT_SIGNED_IN");
        refused(withdraw("frida"), 401, "NOT_SIGNED_IN");
        visitor.vote(Visitor.choice(assignment, "LEFT")).then().statusCode(200);
        assertFalse(votes.ofCampaign(campaign.id()).getFirst().withdrawn(), "the visitor's");
    }

    private void refusesAll(String whose) {
        var campaign = campaign();
        var assignment = visitor.next(campaign.id(), 1).getFirst();
        refused(ask(whose, campaign), 409, "RATER_CHANGED");
        refused(vote(whose, assignment), 409, "RATER_CHANGED");
        assertEquals(0, control.counts(campaign.id()).votes());
        visitor.vote(Visitor.choice(assignment, "LEFT")).then().statusCode(200);
        refused(withdraw(whose), 409, "RATER_CHANGED");
        assertFalse(votes.ofCampaign(campaign.id()).getFirst().withdrawn());
    }

    private void servesAll() {
        var campaign = campaign();
        var assignment = visitor.next(campaign.id(), 1).getFirst();
        ask("VISITOR", campaign).then().statusCode(200);
        vote("VISITOR", assignment).then().statusCode(200);
        withdraw("VISITOR").then().statusCode(200);
    }

    private Campaign campaign() {
        return campaigns.open(TestCampaigns.pairs(1, 3, 0));
    }

    private Response ask(String whose, Campaign campaign) {
        return page(whose).body(Map.of("count", 1)).post("/api/rating/campaigns/" + campaign.id() + "/next");
    }

    private Response vote(String whose, Map<String, Object> assignment) {
        return page(whose).body(Visitor.choice(assignment, "LEFT")).post("/api/rating/votes");
    }

    private Response withdraw(String whose) {
        return page(whose).post("/api/rating/withdrawal");
    }

    private RequestSpecification page(String whose) {
        return visitor.request().header("X-Pinhua-Rater", whose);
    }

    private static void refused(Response response, int status, String code) {
        response.then().statusCode(status).body("code", equalTo(code));
    }
}
