package art.pinhua.comparison;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.Api;
import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.Campaigns;
import art.pinhua.campaign.NewCampaign;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.prompt.TestPrompts;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.TestModels;
import art.pinhua.registry.UsualSampling;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Raters would know two versions by the sizes of their pictures.
@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
@SuppressWarnings("NullAway.Init")
class BlindSizesTest {
    @Inject
    Campaigns campaigns;

    @Inject
    TestModels models;

    @Inject
    TestPrompts prompts;

    @Test
    void versionsOfDifferentSizesAreNotComparedBlind() {
        ModelVersion champion = models.imported("sizes-large", UsualSampling.PLAIN, 16);
        ModelVersion challenger = models.imported("sizes-small", UsualSampling.PLAIN, 8);
        Api.given()
                .body(Map.of(
                        "name",
                        "sizes",
                        "championVersionId",
                        champion.id(),
                        "challengerVersionId",
                        challenger.id(),
                        "promptSetId",
                        prompts.set(1),
                        "audience",
                        "CROWD",
                        "overlap",
                        20))
                .post("/api/comparisons")
                .then()
                .statusCode(400)
                .body("code", equalTo("DIFFERENT_BASE_MODELS"));
        var wish = new NewCampaign(
                "sizes",
                Campaign.Kind.COMPARISON,
                "哪张更好?",
                prompts.set(1),
                Campaign.Audience.CROWD,
                Campaign.TaskKind.PAIR,
                1,
                1,
                0,
                champion.id(),
                challenger.id());
        var refusal = assertThrows(ProblemException.class, () -> campaigns.create(wish, "test"));
        var violation = refusal.violations().getFirst();
        assertEquals("challengerVersionId", violation.field());
        assertEquals("must draw pictures of the champion's size", violation.message());
    }
}
