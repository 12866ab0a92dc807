package art.pinhua.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Wait;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.sql.Sql;
import art.pinhua.prompt.TestPrompts;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.NewAdapter;
import art.pinhua.registry.Registry;
import art.pinhua.registry.TestModels;
import art.pinhua.registry.UsualSampling;
import art.pinhua.training.contract.SamplerKind;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Campaigns draw with a model as it is usually drawn with at the moment in which they are opened.
@QuarkusTest
class UsualSamplingTest {
    private static final UsualSampling QUICK = new UsualSampling(4, 1.5, 0.0, SamplerKind.LCM, 0, "");
    private static final UsualSampling SLOW = new UsualSampling(30, 7.5, 0.7, SamplerKind.DDIM, 2, "fog");
    private static final String QUICKLY = "4 1.5 0 LCM 0 ";
    private static final String SLOWLY = "30 7.5 0.7 DDIM 2 fog";

    @Inject
    Campaigns campaigns;

    @Inject
    TestModels models;

    @Inject
    TestPrompts prompts;

    @Inject
    Registry registry;

    @Inject
    Blobs blobs;

    @Inject
    Sql sql;

    @Test
    void aCampaignDrawsAsItsModelUsuallyIs() {
        var model = models.imported("campaign-quick", QUICK);
        var first = opened(Campaign.Kind.COLLECTION, model, null);
        assertEquals(List.of(QUICKLY), drawn(first));
        models.set(model, SLOW);
        assertEquals(List.of(QUICKLY), drawn(first), "what was asked for before stays");
        assertEquals(List.of(SLOWLY), drawn(opened(Campaign.Kind.COLLECTION, model, null)));
    }

    @Test
    void bothSidesOfAComparisonAreDrawnAlike() {
        var champion = models.imported("campaign-slow", SLOW);
        var adapter = new NewAdapter(champion.baseModel().id(), bytes("usual"), "usual", 4, 4, List.of("to_q"), 0);
        var challenger = registry.register(adapter, 1);
        assertEquals(List.of(SLOWLY), drawn(opened(Campaign.Kind.COMPARISON, champion, challenger)));
    }

    @Test
    void modelsThatAreMeantToBeDrawnDifferentlyAre() {
        var champion = models.imported("campaign-champion", SLOW);
        var challenger = models.imported("campaign-challenger", QUICK);
        assertEquals(List.of(SLOWLY, QUICKLY), drawn(opened(Campaign.Kind.COMPARISON, champion, challenger)));
    }

    /// As with settings of before it was known that the model cannot be drawn with so.
    @Test
    void aCampaignThatFailedByTheSettingsOpensWithBetterOnes() {
        var champion = models.imported("campaign-shallow", SLOW);
        var adapter = new NewAdapter(champion.baseModel().id(), bytes("shallow"), "shallow", 4, 4, List.of("to_q"), 0);
        UUID id = created(Campaign.Kind.COMPARISON, champion, registry.register(adapter, 1), prompts.set(2));
        assertTrue(failed(id).startsWith("CLIP_SKIP_UNSUPPORTED: "), "the engine has the last word");
        var seeds = seeds(id);
        assertEquals(2, seeds.size(), "each prompt has its own, for both sides");

        models.textLayers(champion, 1);
        String reason = failed(id);
        assertTrue(reason.endsWith("leaves out 2 layers of its text encoder; at most 1 can be."), reason);
        assertTrue(reason.startsWith("CLIP_SKIP_UNSUPPORTED: The usual sampling of campaign-shallow "), reason);
        models.set(champion, QUICK);
        open(id);
        assertEquals(List.of(QUICKLY), drawn(id), "both sides alike");
        assertEquals(seeds, seeds(id));
    }

    @Test
    void whatIsPlannedBesidePicturesThatAreDrawnStaysAsTheyAre() {
        var model = models.imported("campaign-half", SLOW);
        UUID id = created(Campaign.Kind.COLLECTION, model, null, prompts.of(List.of("moon", "[refused]")));
        failed(id);
        models.set(model, QUICK);
        failed(id);
        assertEquals(List.of(SLOWLY), drawn(id));
        assertEquals(List.of(30), sql.list("""
                select distinct n.steps from campaign_generation g join generation n on n.id = g.generation_id
                where g.campaign_id = ?
                """, row -> row.getInt("steps"), id), "what is to come, too");
    }

    private UUID opened(Campaign.Kind kind, ModelVersion champion, @Nullable ModelVersion challenger) {
        UUID id = created(kind, champion, challenger, prompts.set(1));
        open(id);
        return id;
    }

    private void open(UUID id) {
        campaigns.open(id);
        Wait.until("open", () -> campaigns.view(id).state() == CampaignState.OPEN);
    }

    /// Opens a campaign that cannot be, and tells why.
    private String failed(UUID id) {
        campaigns.open(id);
        Wait.until("a draft again", () -> campaigns.view(id).state() == CampaignState.DRAFT);
        return String.valueOf(campaigns.view(id).error());
    }

    private UUID created(Campaign.Kind kind, ModelVersion champion, @Nullable ModelVersion challenger, UUID promptSet) {
        var wish = new NewCampaign(
                "usual",
                kind,
                "哪张更好?",
                promptSet,
                Campaign.Audience.EXPERTS,
                Campaign.TaskKind.PAIR,
                2,
                1,
                0,
                champion.id(),
                challenger == null ? null : challenger.id());
        return campaigns.create(wish, "test").id();
    }

    /// The first of each row of seeds.
    private List<Long> seeds(UUID campaign) {
        return sql.list("""
                select distinct n.seeds[1] as seed from campaign_generation g
                join generation n on n.id = g.generation_id where g.campaign_id = ? order by 1
                """, row -> row.getLong("seed"), campaign);
    }

    private String bytes(String text) {
        return blobs.store(text.getBytes(StandardCharsets.UTF_8)).sha256();
    }

    /// What the pictures of a campaign were drawn with, without repetition, most steps first.
    private List<String> drawn(UUID campaign) {
        return sql.list("""
                select distinct i.steps,
                       concat_ws(' ', i.steps, i.guidance, i.guidance_rescale, i.sampler, i.clip_skip, i.negative_prompt)
                           as settings
                from campaign_generation g join image i on i.generation_id = g.generation_id
                where g.campaign_id = ? order by i.steps desc
                """, row -> row.getString("settings"), campaign);
    }
}
