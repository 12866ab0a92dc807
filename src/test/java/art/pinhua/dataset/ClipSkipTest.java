package art.pinhua.dataset;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import art.pinhua.Api;
import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.Campaigns;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.registry.TestModels;
import art.pinhua.registry.UsualSampling;
import art.pinhua.training.contract.SamplerKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Training reads prompts without the layers of the text encoder that the judged images were drawn without.
@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class ClipSkipTest {
    private static final UsualSampling SKIPPING = new UsualSampling(4, 3.0, 0.0, SamplerKind.DDIM, 2, "");

    @Inject
    TestModels models;

    @Inject
    TestCampaigns campaigns;

    @Inject
    Campaigns control;

    @Inject
    TestSnapshots made;

    @Test
    void theManifestSaysWhatItsImagesWereDrawnWithWhateverIsUsualSince() {
        var model = models.imported("frozen-skipping", SKIPPING);
        var campaign = campaigns.open(TestCampaigns.pairs(1, 5, 0), model.id());
        models.set(model, UsualSampling.PLAIN);
        assertSays(2, made.freeze(TestSnapshots.curation(campaign)));
        assertSays(0, made.snapshot(1)); // none is a number too: some may be usual later
    }

    private static void assertSays(int clipSkip, UUID snapshot) {
        Api.given()
                .get("/api/snapshots/" + snapshot + "/manifest")
                .then()
                .statusCode(200)
                .body("clipSkip", equalTo(clipSkip));
    }

    @Test
    void imagesThatWereDrawnDifferentlyAreNotFrozenTogether() {
        var champion = models.imported("frozen-champion", UsualSampling.PLAIN);
        var challenger = models.imported("frozen-challenger", SKIPPING);
        var wish = new TestCampaigns.Wish(
                Campaign.Kind.COMPARISON, Campaign.Audience.BOTH, Campaign.TaskKind.PAIR, 2, 2, 5, 0, challenger.id());
        var comparison = campaigns.open(wish, champion.id());
        UUID curation = TestSnapshots.curation(comparison);
        control.close(comparison.id());
        Api.given()
                .body(Map.of("name", "test"))
                .post("/api/curations/" + curation + "/snapshots")
                .then()
                .statusCode(409)
                .body("code", equalTo("DIFFERENT_CLIP_SKIPS"))
                .body("detail", containsString("with 0, some with 2 skipped text layers"));
    }
}
