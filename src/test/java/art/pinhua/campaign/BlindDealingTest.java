package art.pinhua.campaign;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.label.AigcLabel;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.NewAdapter;
import art.pinhua.registry.Registry;
import art.pinhua.training.io.PngTexts;
import art.pinhua.vote.Visitor;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Blind is blind: nothing that reaches a rater tells where an image came from, and a comparison shows its two versions
/// alike.
@QuarkusTest
class BlindDealingTest {
    @Inject
    TestCampaigns campaigns;

    @Inject
    Campaigns control;

    @Inject
    Galleries galleries;

    @Inject
    Registry registry;

    @Inject
    Sql sql;

    @Inject
    Blobs blobs;

    @Inject
    AigcLabel label;

    @Test
    void comparisonsShowBothVersionsFromTheSameSeed() {
        var base = registry.baseModels().getFirst();
        var challenger =
                registry.register(new NewAdapter(base.id(), adapterFile(), "challenger", 4, 4, List.of("to_q"), 0), 1);
        var campaign = campaigns.open(new TestCampaigns.Wish(
                Campaign.Kind.COMPARISON, Campaign.Audience.BOTH, Campaign.TaskKind.PAIR, 2, 3, 5, 0, challenger.id()));
        var tasks = control.tasks(campaign.id());
        assertEquals(6, tasks.size());
        for (TaskView task : tasks) {
            var versions = sql.list(
                    "select model_version_id, seed from image where id = any(?) order by seed",
                    row -> List.of(row.getString("model_version_id"), row.getLong("seed")),
                    task.images().stream().map(TaskView.TaskImage::imageId).toList());
            assertEquals(2, versions.stream().map(List::getFirst).distinct().count());
            assertEquals(1, versions.stream().map(List::getLast).distinct().count());
        }
    }

    @Test
    void anOpenComparisonTellsNobodyWhatItCompares() {
        var challenger = registry.register(
                new NewAdapter(
                        registry.baseModels().getFirst().id(), adapterFile(), "secret rival", 4, 4, List.of("to_q"), 0),
                1);
        var comparison = campaigns.open(new TestCampaigns.Wish(
                Campaign.Kind.COMPARISON, Campaign.Audience.BOTH, Campaign.TaskKind.PAIR, 1, 2, 5, 0, challenger.id()));
        var offered =
                new Visitor().request().get("/api/rating/campaigns").then().statusCode(200);
        offered.body("find { it.id == '" + comparison.id() + "' }.name", equalTo(null));

        var refusal = assertThrows(ProblemException.class, () -> versions(comparison));
        assertEquals(CampaignProblem.COMPARISON_OPEN, refusal.code());
        assertEquals(List.of(), galleries.covers(comparison));
        var ended = control.close(comparison.id());
        assertEquals(1, galleries.covers(ended).size());
        assertEquals(
                List.of(
                        ended.modelVersionId(), ended.modelVersionId(),
                        challenger.id(), challenger.id()),
                versions(ended));
    }

    private List<UUID> versions(Campaign campaign) {
        return galleries.of(campaign).stream()
                .flatMap(gallery -> gallery.images().stream())
                .map(Gallery.Piece::modelVersionId)
                .toList();
    }

    @Test
    void nothingARaterSeesTellsWhereAnImageCameFrom() throws IOException {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 9, 0));
        Set<String> secrets = secrets(campaign);
        assertTrue(secrets.size() > 10);
        var visitor = new Visitor();
        var other = new Visitor();
        var answers = new ArrayList<Response>();
        answers.add(visitor.request().get("/api/rating/campaigns"));
        answers.add(visitor.ask(campaign.id(), 4));
        answers.add(other.ask(campaign.id(), 4));
        var mine = visitor.next(campaign.id(), 4);
        var theirs = other.next(campaign.id(), 4);
        var urls = Stream.concat(mine.stream(), theirs.stream())
                .flatMap(each -> Visitor.slots(each).stream())
                .map(slot -> String.valueOf(slot.get("imageUrl")))
                .toList();
        assertEquals(16, new HashSet<>(urls).size(), "an address is shared");
        for (String url : urls) {
            answers.add(visitor.request()
                    .accept("image/png")
                    .get(url)
                    .then()
                    .statusCode(200)
                    .extract()
                    .response());
        }
        answers.add(visitor.vote(Visitor.choice(mine.getFirst(), "LEFT")));
        answers.add(visitor.vote(Visitor.choice(theirs.getFirst(), "LEFT")));
        for (Response answer : answers) {
            String whole = (new String(answer.asByteArray(), StandardCharsets.ISO_8859_1) + answer.headers())
                    .toLowerCase(Locale.ROOT);
            secrets.forEach(secret -> assertFalse(whole.contains(secret), "shows " + secret));
            for (String header : List.of("ETag", "Last-Modified", "Content-Disposition")) {
                assertNull(answer.header(header), header);
            }
        }
        assertEquals(
                Set.of("XML:com.adobe.xmp"),
                PngTexts.of(answers.get(3).asByteArray()).keySet(),
                "that it is a drawn picture, as every picture says, and nothing else");
        var elsewhere = control.tasks(campaign.id()).stream()
                .flatMap(task -> task.images().stream())
                .map(TaskView.TaskImage::sha256)
                .map(sha256 -> PngTexts.of(label.on(blobs.read(sha256), sha256)))
                .toList();
        answers.stream()
                .filter(answer -> answer.contentType().equals("image/png"))
                .forEach(answer -> assertFalse(
                        elsewhere.contains(PngTexts.of(answer.asByteArray())), "bears the number of another copy"));
        var shown = ImageIO.read(new ByteArrayInputStream(answers.get(3).asByteArray()));
        assertEquals(64, shown.getWidth());
        String tampered = urls.getFirst().substring(0, urls.getFirst().length() - 4) + "AAAA";
        visitor.request().get(tampered).then().statusCode(404).body("code", equalTo("IMAGE_GONE"));
    }

    /// Everything that would link an image to its origin: ids, digests, seeds, names.
    private Set<String> secrets(Campaign campaign) {
        var secrets = new HashSet<String>();
        secrets.add(campaign.modelVersionId().toString());
        secrets.add(registry.version(campaign.modelVersionId()).name().toLowerCase(Locale.ROOT));
        control.tasks(campaign.id()).forEach(task -> {
            secrets.add(task.id().toString());
            task.images().forEach(image -> {
                secrets.add(image.sha256());
                secrets.add(image.imageId().toString());
            });
        });
        secrets.addAll(sql.list("""
            select i.seed, i.generation_id from image i
            join campaign_generation g on g.generation_id = i.generation_id where g.campaign_id = ?
            """, row -> "\"" + row.getString("seed") + "\"", campaign.id()));
        return secrets;
    }

    private String adapterFile() {
        return blobs.store(("adapter " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8))
                .sha256();
    }
}
