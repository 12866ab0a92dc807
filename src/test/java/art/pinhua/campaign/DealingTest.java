package art.pinhua.campaign;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Who is shown what: nothing twice, no more than wanted, sides in balance, and nothing that tells where it came from.
@QuarkusTest
class DealingTest {
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
    void askingAgainBringsTheSameTasksAndAnsweringNewOnes() {
        var campaign = campaigns.open(TestCampaigns.pairs(2, 3, 0));
        var visitor = new Visitor();
        var first = ids(visitor.next(campaign.id(), 3));
        assertEquals(first, ids(visitor.next(campaign.id(), 3)));
        assertTrue(ids(visitor.next(campaign.id(), 4)).containsAll(first));
        assertEquals(8, visitor.next(campaign.id(), 50).size());
        var seen = new HashSet<String>();
        for (var queue = visitor.next(campaign.id(), 1); !queue.isEmpty(); queue = visitor.next(campaign.id(), 1)) {
            assertTrue(seen.add(taskOf(queue.getFirst())), "a task came twice");
            visitor.vote(Visitor.choice(queue.getFirst(), "LEFT")).then().statusCode(200);
        }
        assertEquals(8, seen.size());
    }

    @Test
    void outstandingAssignmentsAreBounded() {
        var campaign = campaigns.open(TestCampaigns.pairs(4, 1, 0));
        var visitor = new Visitor();
        assertEquals(10, visitor.next(campaign.id(), 50).size());
        assertEquals(10, visitor.next(campaign.id(), 50).size());
    }

    @Test
    void everyTaskGetsItsOverlapFromDifferentRatersAtOnce() throws InterruptedException {
        var campaign = campaigns.open(TestCampaigns.pairs(3, 2, 0));
        Callable<Integer> rater = () -> {
            var visitor = new Visitor();
            int votes = 0;
            for (var queue = visitor.next(campaign.id(), 2); !queue.isEmpty(); queue = visitor.next(campaign.id(), 2)) {
                for (var assignment : queue) {
                    visitor.vote(Visitor.choice(assignment, "RIGHT")).then().statusCode(200);
                    votes++;
                }
            }
            return votes;
        };
        int votes;
        try (var threads = Executors.newFixedThreadPool(6)) {
            votes = threads.invokeAll(IntStream.range(0, 6).mapToObj(i -> rater).toList()).stream()
                    .mapToInt(Future::resultNow)
                    .sum();
        }
        var tasks = control.tasks(campaign.id());
        assertEquals(12, tasks.size());
        assertTrue(tasks.stream().allMatch(task -> task.votes() >= 2), "a task has too few votes");
        assertEquals(votes, tasks.stream().mapToInt(TaskView::votes).sum());
        assertTrue(votes <= 12 * 3, "far more votes than wanted: " + votes);
    }

    @Test
    void ofMoreTasksThanAreLookedAtForOneVoteEachGetsItsAnswers() {
        var campaign = campaigns.open(TestCampaigns.pairs(12, 2, 0));
        assertTrue(control.counts(campaign.id()).tasks() > 40, "more than one slice");
        for (int rater = 0; rater < 3; rater++) {
            var visitor = new Visitor();
            for (var queue = visitor.next(campaign.id(), 5); !queue.isEmpty(); queue = visitor.next(campaign.id(), 5)) {
                for (var assignment : queue) {
                    visitor.vote(Visitor.choice(assignment, "LEFT")).then().statusCode(200);
                }
            }
        }
        assertTrue(
                control.tasks(campaign.id()).stream().allMatch(task -> task.votes() == 2), "as many as wanted of each");
        assertEquals(List.of(), room(campaign, "room <> 0"));
    }

    @Test
    void theRoomOfATaskFollowsItsAnswersAndWhatIsWanted() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 3, 0));
        assertEquals(List.of(3, 3, 3, 3), room(campaign, "true"));
        var visitor = new Visitor();
        var task = visitor.next(campaign.id(), 1).getFirst();
        assertEquals(List.of(3, 3, 3, 3), room(campaign, "true"), "held is not answered");
        var answer = Visitor.choice(task, "LEFT");
        visitor.vote(answer).then().statusCode(200);
        assertEquals(List.of(2, 3, 3, 3), room(campaign, "true"));
        var undo = Visitor.skip(task, "UNSURE");
        undo.put("supersedes", answer.get("voteId"));
        visitor.vote(undo).then().statusCode(200);
        assertEquals(List.of(3, 3, 3, 3), room(campaign, "true"));
        sql.update("update task set overlap = overlap + 2 where campaign_id = ?", campaign.id());
        assertEquals(List.of(5, 5, 5, 5), room(campaign, "true"));
    }

    private List<Integer> room(Campaign campaign, String which) {
        return sql.list(
                "select room from task_room where campaign_id = ? and " + which + " order by room",
                row -> row.getInt("room"),
                campaign.id());
    }

    @Test
    void sidesAreBalancedInsideEachPair() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 7, 0));
        for (int i = 0; i < 6; i++) {
            var visitor = new Visitor();
            visitor.next(campaign.id(), 4).forEach(each -> visitor.vote(Visitor.choice(each, "LEFT")));
        }
        var straight = sql.list("""
            select count(*) filter (where shown_order = array[0, 1]) as straight, count(*) as shown
            from assignment where campaign_id = ? group by task_id
            """, row -> List.of(row.getInt("straight"), row.getInt("shown")), campaign.id());
        assertEquals(4, straight.size());
        straight.forEach(task -> assertEquals(List.of(3, 6), task));
    }

    @Test
    void anExpiredLeaseGivesTheTaskToOthers() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 1, 0));
        var slow = new Visitor();
        assertEquals(4, slow.next(campaign.id(), 10).size());
        assertEquals(0, new Visitor().next(campaign.id(), 10).size());
        sql.update(
                "update assignment set lease_until = now() - interval '1 second' where campaign_id = ?", campaign.id());
        assertEquals(4, new Visitor().next(campaign.id(), 10).size());
        assertEquals(0, slow.next(campaign.id(), 10).size());
    }

    @Test
    void whatOthersHaveHeldForLongIsDealtAgainOnceNothingElseIsFree() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 1, 0));
        var silent = new Visitor();
        var held = silent.next(campaign.id(), 3);
        assertEquals(3, held.size());
        sql.update(
                "update assignment set issued_at = now() - interval '6 minutes' where campaign_id = ?", campaign.id());
        var other = new Visitor();
        var free = other.next(campaign.id(), 10);
        assertEquals(1, free.size(), "what is free is dealt alone");
        other.vote(Visitor.choice(free.getFirst(), "LEFT")).then().statusCode(200);
        assertEquals(3, other.next(campaign.id(), 10).size());
        assertEquals(0, new Visitor().next(campaign.id(), 10).size(), "held by somebody since just now");
        silent.vote(Visitor.choice(held.getFirst(), "RIGHT")).then().statusCode(200);
        assertEquals(2, control.counts(campaign.id()).votes());
    }

    @Test
    void askingAgainRenewsALeaseAndTellsItAsATimeFromNowOn() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 1, 0));
        var visitor = new Visitor();
        assertEquals(4, visitor.next(campaign.id(), 4).size());
        sql.update(
                "update assignment set lease_until = now() - interval '1 second' where campaign_id = ?", campaign.id());
        var again = visitor.next(campaign.id(), 4);
        assertEquals(4, again.size());
        again.forEach(each -> assertEquals("1800", String.valueOf(each.get("leaseSeconds"))));
        int renewed = sql.one("""
            select count(*) as renewed from assignment
            where campaign_id = ? and lease_until > now() + interval '29 minutes'
            """, row -> row.getInt("renewed"), campaign.id());
        assertEquals(4, renewed);
    }

    @Test
    void whatIsDealtAgainAfterDaysCanBeSeen() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 1, 0));
        var visitor = new Visitor();
        var first = visitor.next(campaign.id(), 1).getFirst();
        String url = String.valueOf(slots(first).getFirst().get("imageUrl"));
        sql.update(
                "update assignment set issued_at = now() - interval '2 days', lease_until = now() - interval '1 day'"
                        + " where campaign_id = ?",
                campaign.id());
        visitor.request().get(url).then().statusCode(404).body("code", equalTo("IMAGE_GONE"));
        assertEquals(ids(List.of(first)), ids(visitor.next(campaign.id(), 1)));
        visitor.request().accept("image/png").get(url).then().statusCode(200);
    }

    @Test
    void goldTasksShowAnImageAgainstASpoiledCopy() {
        var campaign = campaigns.open(TestCampaigns.pairs(4, 1, 0.2));
        var gold = control.tasks(campaign.id()).stream()
                .filter(task -> task.goldBest() != null)
                .toList();
        assertEquals(4, gold.size());
        assertEquals(4, control.counts(campaign.id()).gold());
        for (TaskView task : gold) {
            var best = task.images().get(Objects.requireNonNull(task.goldBest()));
            assertNull(best.degradation());
            assertEquals(2, task.images().size());
            task.images().stream().filter(image -> image != best).forEach(image -> {
                assertEquals(best.imageId(), image.imageId());
                assertNotEquals(best.sha256(), image.sha256());
                assertNotNull(image.degradation());
            });
        }
    }

    @Test
    void comparisonsShowBothVersionsFromTheSameSeed() {
        var base = registry.baseModels().getFirst();
        var challenger =
                registry.register(new NewAdapter(base.id(), adapterFile(), "challenger", 4, 4, List.of("to_q")), 1);
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
                        registry.baseModels().getFirst().id(), adapterFile(), "secret rival", 4, 4, List.of("to_q")),
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
                .flatMap(each -> slots(each).stream())
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

    @Test
    void emptyAndImpossibleCampaignsNameWhatIsWrong() {
        assertEquals(
                "imagesPerPrompt",
                fieldOf(new TestCampaigns.Wish(
                        Campaign.Kind.COLLECTION, Campaign.Audience.BOTH, Campaign.TaskKind.RANK_4, 1, 3, 1, 0, null)));
        assertEquals(
                "challengerVersionId",
                fieldOf(new TestCampaigns.Wish(
                        Campaign.Kind.COMPARISON, Campaign.Audience.BOTH, Campaign.TaskKind.PAIR, 1, 2, 1, 0, null)));
        assertEquals("promptSetId", fieldOf(TestCampaigns.pairs(0, 1, 0)));
        assertEquals(
                "challengerVersionId",
                fieldOf(new TestCampaigns.Wish(
                        Campaign.Kind.COMPARISON,
                        Campaign.Audience.BOTH,
                        Campaign.TaskKind.PAIR,
                        1,
                        2,
                        1,
                        0,
                        registry.serving().modelVersion().id())));
    }

    @Test
    void expertCampaignsAreClosedToTheCrowd() {
        var campaign = campaigns.open(new TestCampaigns.Wish(
                Campaign.Kind.COLLECTION, Campaign.Audience.EXPERTS, Campaign.TaskKind.PAIR, 1, 2, 1, 0, null));
        new Visitor().ask(campaign.id(), 1).then().statusCode(403).body("code", equalTo("NOT_IN_AUDIENCE"));
        var crowd = campaigns.open(TestCampaigns.pairs(1, 1, 0));
        var open = new Visitor().request().get("/api/rating/campaigns").then().statusCode(200);
        open.body("id", hasItem(crowd.id().toString()));
        assertFalse(
                open.extract().<List<String>>path("id").contains(campaign.id().toString()));
    }

    private String fieldOf(TestCampaigns.Wish wish) {
        try {
            campaigns.create(wish);
            return "accepted";
        } catch (ProblemException e) {
            return e.violations().getFirst().field();
        }
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

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> slots(Map<String, Object> assignment) {
        return (List<Map<String, Object>>) Objects.requireNonNull(assignment.get("slots"));
    }

    private static Set<String> ids(List<Map<String, Object>> assignments) {
        var ids = new HashSet<String>();
        assignments.forEach(each -> ids.add(String.valueOf(each.get("assignmentId"))));
        return ids;
    }

    private String taskOf(Map<String, Object> assignment) {
        return sql.one(
                "select task_id from assignment where id = ?::uuid",
                row -> row.getString("task_id"),
                assignment.get("assignmentId"));
    }

    private String adapterFile() {
        return blobs.store(("adapter " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8))
                .sha256();
    }
}
