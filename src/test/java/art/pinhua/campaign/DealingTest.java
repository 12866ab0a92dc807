package art.pinhua.campaign;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.Registry;
import art.pinhua.vote.Visitor;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who is dealt what: nothing twice, no more than wanted, sides in balance.
@QuarkusTest
class DealingTest {
    @Inject
    TestCampaigns campaigns;

    @Inject
    Campaigns control;

    @Inject
    Registry registry;

    @Inject
    Sql sql;

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
    void ofManyTasksEachGetsItsAnswers() {
        var campaign = campaigns.open(TestCampaigns.pairs(12, 2, 0));
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
    void whatOthersHaveHeldForLongIsDealtAgainOnceTooFewAreFree() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 1, 0));
        var silent = new Visitor();
        var held = silent.next(campaign.id(), 3);
        assertEquals(3, held.size());
        sql.update(
                "update assignment set issued_at = now() - interval '6 minutes' where campaign_id = ?", campaign.id());
        var other = new Visitor();
        var free = other.next(campaign.id(), 1).getFirst();
        assertFalse(held.stream().map(this::taskOf).toList().contains(taskOf(free)), "what is free comes first");
        other.vote(Visitor.choice(free, "LEFT")).then().statusCode(200);
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
        String url = String.valueOf(Visitor.slots(first).getFirst().get("imageUrl"));
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
}
