package art.pinhua.vote;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.Campaigns;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.platform.sql.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Votes over HTTP on real PostgreSQL: once in effect, from the right rater, in time, and taken back.
@QuarkusTest
class VotingTest {
    @Inject
    TestCampaigns campaigns;

    @Inject
    Campaigns control;

    @Inject
    Votes votes;

    @Inject
    Sql sql;

    @Inject
    AgroalDataSource application;

    @ConfigProperty(name = "test.superuser")
    String superuser;

    @ConfigProperty(name = "test.superuser-password")
    String superuserPassword;

    private final Visitor visitor = new Visitor();

    private Campaign pairs() {
        return campaigns.open(TestCampaigns.pairs(2, 3, 0));
    }

    @Test
    void anAnswerBringsItsReceiptAndTheNextTasks() {
        var campaign = pairs();
        var first = visitor.next(campaign.id(), 2);
        assertEquals(2, first.size());
        visitor.vote(Visitor.choice(first.getFirst(), "LEFT"))
                .then()
                .statusCode(200)
                .body("state", equalTo("STORED"))
                .body("next", hasSize(5))
                .body("next.assignmentId", hasItem(first.getLast().get("assignmentId")));
        var vote = votes.ofCampaign(campaign.id()).getFirst();
        assertEquals(Choice.LEFT, vote.choice());
        assertFalse(vote.late() || vote.superseded() || vote.gold() || vote.skipped());
        assertEquals(1500L, vote.dwellMillis());
        assertEquals(2, vote.sha256().size());
        var task = control.tasks(campaign.id()).stream()
                .filter(each -> each.id().equals(vote.taskId()))
                .findFirst()
                .orElseThrow();
        for (int slot = 0; slot < 2; slot++) {
            var shown = task.images().get(vote.shownOrder().get(slot));
            assertEquals(shown.sha256(), vote.sha256().get(slot));
            assertEquals(shown.imageId(), vote.imageIds().get(slot));
        }
        assertEquals(1, control.counts(campaign.id()).votes());
    }

    @Test
    void theSameVoteTwiceIsStoredOnce() {
        var campaign = pairs();
        var vote = Visitor.choice(visitor.next(campaign.id(), 1).getFirst(), "TIE");
        visitor.vote(vote).then().statusCode(200).body("state", equalTo("STORED"));
        visitor.vote(vote).then().statusCode(200).body("state", equalTo("ALREADY_STORED"));
        assertEquals(1, votes.ofCampaign(campaign.id()).size());
        vote.put("choice", "LEFT");
        visitor.vote(vote).then().statusCode(409).body("code", equalTo("VOTE_ID_TAKEN"));
        assertEquals(Choice.TIE, votes.ofCampaign(campaign.id()).getFirst().choice());
    }

    @Test
    void manyCopiesAtOnceAreStoredOnce() throws InterruptedException {
        var campaign = pairs();
        var vote = Visitor.choice(visitor.next(campaign.id(), 1).getFirst(), "RIGHT");
        var states = atOnce(16, () -> visitor.vote(vote)).stream()
                .map(response -> response.then().statusCode(200).extract().<String>path("state"))
                .toList();
        assertEquals(1, states.stream().filter("STORED"::equals).count());
        assertEquals(1, votes.ofCampaign(campaign.id()).size());
    }

    @Test
    void ofManyDifferentVotesOnOneAssignmentOneIsStored() throws InterruptedException {
        var campaign = pairs();
        var assignment = visitor.next(campaign.id(), 1).getFirst();
        var answers = atOnce(12, () -> visitor.vote(Visitor.choice(assignment, "LEFT")));
        assertEquals(
                1, answers.stream().filter(each -> each.statusCode() == 200).count());
        answers.stream()
                .filter(each -> each.statusCode() != 200)
                .forEach(each -> each.then().statusCode(409).body("code", equalTo("ALREADY_VOTED")));
        assertEquals(1, votes.ofCampaign(campaign.id()).size());
    }

    @Test
    void forgedTokensAndOtherPeoplesAssignmentsAreRefused() {
        var campaign = pairs();
        var mine = visitor.next(campaign.id(), 2);
        var forged = Visitor.choice(mine.getFirst(), "LEFT");
        forged.put("token", mine.getLast().get("token"));
        refused(visitor.vote(forged), 403, "ASSIGNMENT_NOT_YOURS");
        var other = new Visitor();
        other.next(campaign.id(), 1);
        refused(other.vote(Visitor.choice(mine.getFirst(), "LEFT")), 403, "ASSIGNMENT_NOT_YOURS");
        refused(new Visitor().vote(Visitor.choice(mine.getFirst(), "LEFT")), 403, "RATER_UNKNOWN");
        var unknown = Visitor.choice(mine.getFirst(), "LEFT");
        unknown.put("assignmentId", UUID.randomUUID().toString());
        refused(visitor.vote(unknown), 403, "ASSIGNMENT_NOT_YOURS");
        assertEquals(0, votes.ofCampaign(campaign.id()).size());
    }

    @Test
    void aForgedCookieIsNobody() {
        var campaign = pairs();
        var assignment = visitor.next(campaign.id(), 1).getFirst();
        String cookie = String.valueOf(visitor.cookie());
        String forged = cookie.replaceFirst("\\.[0-9a-f]{8}-", ".00000000-");
        Api.given()
                .cookie("pinhua_rater", forged)
                .body(Visitor.choice(assignment, "LEFT"))
                .post("/api/rating/votes")
                .then()
                .statusCode(403)
                .body("code", equalTo("RATER_UNKNOWN"));
    }

    @Test
    void lateVotesAreKeptAndMarked() {
        var campaign = pairs();
        var assignments = visitor.next(campaign.id(), 2);
        sql.update(
                "update assignment set lease_until = now() - interval '1 second' where id = ?::uuid",
                assignments.getFirst().get("assignmentId"));
        visitor.vote(Visitor.choice(assignments.getFirst(), "LEFT")).then().statusCode(200);
        control.close(campaign.id());
        visitor.vote(Visitor.choice(assignments.getLast(), "LEFT"))
                .then()
                .statusCode(200)
                .body("next", hasSize(0));
        assertEquals(
                List.of(true, true),
                votes.ofCampaign(campaign.id()).stream().map(CastVote::late).toList());
        refused(visitor.ask(campaign.id(), 1), 409, "CAMPAIGN_NOT_OPEN");
    }

    @Test
    void aVoteIsTakenBackByAnother() {
        var campaign = pairs();
        var assignment = visitor.next(campaign.id(), 1).getFirst();
        var first = Visitor.choice(assignment, "LEFT");
        visitor.vote(first).then().statusCode(200);
        var second = Visitor.choice(assignment, "RIGHT");
        second.put("supersedes", first.get("voteId"));
        visitor.vote(second).then().statusCode(200).body("state", equalTo("STORED"));
        visitor.vote(second).then().statusCode(200).body("state", equalTo("ALREADY_STORED"));
        var fork = Visitor.choice(assignment, "TIE");
        fork.put("supersedes", first.get("voteId"));
        refused(visitor.vote(fork), 409, "ALREADY_VOTED");
        var stored = votes.ofCampaign(campaign.id());
        assertEquals(
                List.of(true, false), stored.stream().map(CastVote::superseded).toList());
        assertEquals(List.of(0, 1), stored.stream().map(CastVote::revision).toList());
        assertEquals(1, control.counts(campaign.id()).votes());
    }

    @Test
    void onlyTheLastTenVotesAreTakenBack() {
        var campaign = campaigns.open(TestCampaigns.pairs(4, 3, 0));
        var assignments = visitor.next(campaign.id(), 10);
        var sent = Stream.concat(assignments.stream(), Stream.of(assignments.getFirst()))
                .map(assignment -> Visitor.choice(assignment, "LEFT"))
                .toList();
        sent.subList(0, 10).forEach(vote -> visitor.vote(vote).then().statusCode(200));
        var tenth = Visitor.choice(assignments.getFirst(), "RIGHT");
        tenth.put("supersedes", sent.getFirst().get("voteId"));
        visitor.vote(tenth).then().statusCode(200);
        var more = visitor.next(campaign.id(), 1).getFirst();
        var last = Visitor.choice(more, "LEFT");
        visitor.vote(last).then().statusCode(200);
        notTakenBack(assignments.getFirst(), tenth, "Only your last ten votes can be taken back.");
        notTakenBack(more, sent.get(5), "It is not a vote of yours on this assignment.");
        control.close(campaign.id());
        notTakenBack(more, last, "The campaign is closed.");
    }

    private void notTakenBack(Map<String, Object> assignment, Map<String, Object> earlier, String why) {
        var vote = Visitor.choice(assignment, "TIE");
        vote.put("supersedes", earlier.get("voteId"));
        refused(visitor.vote(vote), 409, "UNDO_REFUSED").body("detail", equalTo(why));
    }

    @Test
    void aSkipHasAReasonAndGivesTheTaskBack() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 1, 0));
        var assignment = visitor.next(campaign.id(), 1).getFirst();
        visitor.vote(Visitor.skip(assignment, "UNSURE")).then().statusCode(200);
        assertEquals(
                NewVote.SkipReason.UNSURE,
                votes.ofCampaign(campaign.id()).getFirst().skipReason());
        assertEquals(0, control.counts(campaign.id()).votes());
        assertEquals(1, new Visitor().next(campaign.id(), 10).size(), "the others went to the first visitor");
        var nothing = Visitor.skip(assignment, "UNSURE");
        nothing.remove("skipReason");
        refused(visitor.vote(nothing), 400, "INVALID_INPUT");
    }

    @Test
    @TestSecurity(user = "erin", roles = "expert")
    void expertsRankFourWithTiesAndTags() {
        var campaign = campaigns.open(new TestCampaigns.Wish(
                Campaign.Kind.COLLECTION, Campaign.Audience.EXPERTS, Campaign.TaskKind.RANK_4, 2, 4, 2, 0, null));
        var assignments = visitor.next(campaign.id(), 2);
        assertNull(visitor.cookie());
        var vote = Visitor.ranks(assignments.getFirst(), List.of(1, 2, 2, 4));
        vote.put("tags", List.of(Map.of("slot", 3, "code", "BODY.HAND", "severity", 2)));
        vote.put("comment", "手");
        visitor.vote(vote).then().statusCode(200);
        var stored = votes.ofCampaign(campaign.id()).getFirst();
        assertEquals(List.of(1, 2, 2, 4), stored.ranks());
        assertEquals(
                "3 BODY.HAND 2",
                sql.one(
                        "select concat_ws(' ', slot, code, severity) as mark from mark where vote_id = ?",
                        row -> row.getString("mark"),
                        stored.voteId()));
        assertEquals("手", stored.comment());
        field(Visitor.ranks(assignments.getLast(), List.of(1, 2, 2, 3)), "ranks");
        field(Visitor.ranks(assignments.getLast(), List.of(1, 2)), "ranks");
        field(Visitor.choice(assignments.getLast(), "LEFT"), "choice");
        var tag = Visitor.ranks(assignments.getLast(), List.of(1, 1, 1, 1));
        tag.put("tags", List.of(Map.of("slot", 0, "code", "BODY.TAIL", "severity", 1)));
        field(tag, "tags[0].code");
        var overDays = Visitor.ranks(assignments.getLast(), List.of(1, 1, 1, 1));
        overDays.put("dwellMillis", 86_400_001);
        field(overDays, "dwellMillis");
        var bad = Visitor.ranks(assignments.getLast(), List.of(1, 1, 1, 1));
        bad.put("allBad", true);
        visitor.vote(bad).then().statusCode(200);
        assertTrue(votes.ofCampaign(campaign.id()).getLast().allBad());
    }

    /// Another provider signs in people who hold no role here.
    @Test
    @TestSecurity(user = "nora")
    void whoeverHoldsNoRoleRatesAsAVisitor() {
        var closed = campaigns.open(new TestCampaigns.Wish(
                Campaign.Kind.COLLECTION, Campaign.Audience.EXPERTS, Campaign.TaskKind.RANK_4, 1, 4, 1, 0, null));
        refused(visitor.ask(closed.id(), 1), 403, "NOT_IN_AUDIENCE");
        visitor.request()
                .get("/api/rating/campaigns")
                .then()
                .statusCode(200)
                .body("id", not(hasItem(closed.id().toString())));
        var campaign = pairs();
        var vote = Visitor.choice(visitor.next(campaign.id(), 1).getFirst(), "LEFT");
        assertNotNull(visitor.cookie());
        visitor.vote(vote).then().statusCode(200);
        assertEquals(
                "ANONYMOUS",
                sql.one(
                        "select rater_tier from vote where campaign_id = ?",
                        row -> row.getString("rater_tier"),
                        campaign.id()));
    }

    @Test
    void votesAreCountedByKindAndOutcome() {
        var campaign = pairs();
        var vote = Visitor.choice(visitor.next(campaign.id(), 1).getFirst(), "LEFT");
        double answered = counted("answered");
        double again = counted("already_stored");
        visitor.vote(vote);
        visitor.vote(vote);
        assertEquals(answered + 1, counted("answered"));
        assertEquals(again + 1, counted("already_stored"));
    }

    private static double counted(String outcome) {
        var line = "pinhua_votes_total{campaign_kind=\"collection\",outcome=\"" + outcome + "\"";
        String metrics = Api.given().accept("text/plain").get("/q/metrics").asString();
        return metrics.lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(each.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void aWithdrawnRatersVotesStayAndAreFlagged() {
        var campaign = pairs();
        var assignments = visitor.next(campaign.id(), 2);
        visitor.vote(Visitor.choice(assignments.getFirst(), "LEFT")).then().statusCode(200);
        visitor.request().post("/api/rating/withdrawal").then().statusCode(200);
        assertTrue(votes.ofCampaign(campaign.id()).getFirst().withdrawn());
        refused(visitor.vote(Visitor.choice(assignments.getLast(), "LEFT")), 403, "RATER_WITHDRAWN");
    }

    @Test
    void anErasedRatersWithdrawnVotesStayOut() throws SQLException {
        var campaign = pairs();
        var assignment = visitor.next(campaign.id(), 1).getFirst();
        var cast = Visitor.choice(assignment, "LEFT");
        cast.put("comment", "by me");
        visitor.vote(cast).then().statusCode(200);
        var hash = hash(cast);
        var pseudonym = visitor.request()
                .post("/api/rating/withdrawal")
                .then()
                .statusCode(200)
                .extract()
                .<String>path("pseudonym");
        var url = application
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration()
                .jdbcUrl();
        try (var connection = DriverManager.getConnection(url, superuser, superuserPassword);
                var eraser = connection.createStatement()) {
            eraser.execute("set role pinhua_eraser");
            eraser.execute("select erase('" + pseudonym + "')");
        }
        var vote = votes.ofCampaign(campaign.id()).getFirst();
        assertTrue(vote.withdrawn());
        assertNull(vote.comment());
        assertNotEquals(hash, hash(cast), "by which the comment can be guessed");
        assertEquals(hash.length(), hash(cast).length());
        assertEquals(
                "t t",
                sql.one(
                        "select concat_ws(' ', r.created_at = 'epoch', w.withdrawn_at = 'epoch') as undated"
                                + " from rater r join withdrawal w on w.rater_id = r.id where r.id = ?",
                        row -> row.getString("undated"),
                        vote.raterId()));
        assertEquals(
                "0", sql.one("select count(*) from rater where pseudonym = ?", row -> row.getString(1), pseudonym));
    }

    private String hash(Map<String, Object> vote) {
        return sql.one(
                "select body_hash from vote where vote_id = ?::uuid",
                row -> row.getString("body_hash"),
                vote.get("voteId"));
    }

    private void field(Map<String, Object> vote, String field) {
        visitor.vote(vote).then().statusCode(400).body("violations.field", hasItem(field));
    }

    private static ValidatableResponse refused(Response response, int status, String code) {
        return response.then().statusCode(status).body("code", equalTo(code));
    }

    private static List<Response> atOnce(int times, Callable<Response> request) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(times)) {
            return threads
                    .invokeAll(IntStream.range(0, times).mapToObj(i -> request).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }
}
