package art.pinhua.campaign;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.JobState;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.sql.Sql;
import art.pinhua.prompt.TestPrompts;
import art.pinhua.registry.TestWords;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A campaign on its way from draft to closed, over HTTP.
@QuarkusTest
@TestSecurity(user = "carl", roles = "curator")
class OpeningTest {
    @Inject
    Campaigns campaigns;

    @Inject
    CampaignRows rows;

    @Inject
    TestPrompts prompts;

    @Inject
    Jobs jobs;

    @Inject
    Sql sql;

    @Inject
    TestWords words;

    @Test
    void aCampaignGetsItsImagesAndTasksAndThenTakesVotes() {
        String id = create(List.of("moon", "太阳 [unknown]"));
        Api.given().get("/api/campaigns/" + id).then().body("state", equalTo("DRAFT"));
        act(id, "open");
        act(id, "open");
        Wait.until("open", () -> state(id) == CampaignState.OPEN);
        Api.given()
                .get("/api/campaigns/" + id)
                .then()
                .body("counts.imagesDone", equalTo(8))
                .body("counts.imagesTotal", equalTo(8))
                .body("counts.tasks", equalTo(9))
                .body("counts.gold", equalTo(1))
                .body("counts.votesWanted", equalTo(18))
                .body("promptSetName", equalTo("test"));
        Api.given().get("/api/campaigns").then().body("find { it.id == '" + id + "' }.covers.size()", equalTo(2));
        Api.given()
                .get("/api/campaigns/" + id + "/images")
                .then()
                .body("prompt", equalTo(List.of("moon", "太阳 [unknown]")))
                .body("unknownWords", equalTo(List.of(List.of(), List.of("unknown"))))
                .body("images*.size()", equalTo(List.of(4, 4)));
        int previews = sql.one("""
                select count(*) as n from campaign_generation g join preview p on p.generation_id = g.generation_id
                where g.campaign_id = ?::uuid
                """, row -> row.getInt("n"), id);
        assertEquals(0, previews, "nobody would see them");
        Api.given().get("/api/campaigns/" + id + "/tasks?after=6").then().body("ordinal", equalTo(List.of(7, 8)));
        act(id, "close");
        act(id, "close");
        Api.given()
                .post("/api/campaigns/" + id + "/open")
                .then()
                .statusCode(409)
                .body("code", equalTo("CAMPAIGN_STATE"));
    }

    @Test
    void anEngineThatDiesWhileImagesAreMadeCostsNothing() {
        String id = create(List.of("moon", "storm [dies]"));
        act(id, "open");
        Wait.until("open", () -> state(id) == CampaignState.OPEN);
        assertEquals(8, campaigns.counts(UUID.fromString(id)).imagesDone());
    }

    @Test
    void imagesThatCannotBeMadeLeaveADraftWithTheReason() {
        String id = create(List.of("moon", "[refused]"));
        act(id, "open");
        Wait.until("a draft again", () -> state(id) == CampaignState.DRAFT);
        String error = Api.given().get("/api/campaigns/" + id).then().extract().path("error");
        assertTrue(error.contains("NOT_FINITE"), error);
    }

    @Test
    void imagesAreDrawnWithTheLearnedWordsOfTheirPrompts() {
        words.teach("qkesi");
        String id = create(List.of("moon", "a QKESI robe"));
        act(id, "open");
        Wait.until("open", () -> state(id) == CampaignState.OPEN);
        assertEquals(List.of("a QKESI robe"), sql.list("""
                        select distinct i.prompt from campaign_generation g
                        join image i on i.generation_id = g.generation_id
                        join learned_word w on array[w.id] = i.words
                        where g.campaign_id = ?::uuid and w.word = 'qkesi'
                        """, row -> row.getString("prompt"), id));
        for (int i = 0; i < 9; i++) {
            words.teach("qkesi" + i);
        }
        String many = create(List.of("qkesi0 qkesi1 qkesi2 qkesi3 qkesi4 qkesi5 qkesi6 qkesi7 qkesi8"));
        act(many, "open");
        Wait.until("a draft again", () -> state(many) == CampaignState.DRAFT);
        String error =
                Api.given().get("/api/campaigns/" + many).then().extract().path("error");
        assertTrue(error.contains("prompt has 9 learned words, at most 8"), error);
    }

    @Test
    void openingAgainGoesOnWithTheGenerationsThatWerePlanned() {
        String id = create(List.of("moon", "[refused]"));
        act(id, "open");
        Wait.until("a draft again", () -> state(id) == CampaignState.DRAFT);
        var planned = generations(id);
        assertEquals(2, planned.size());
        act(id, "open");
        Wait.until("a draft once more", () -> state(id) == CampaignState.DRAFT);
        assertEquals(planned, generations(id));
        assertEquals(4, campaigns.counts(UUID.fromString(id)).imagesDone());
    }

    @Test
    void whatAnOpeningDrawsFollowsFromNoIdThatPeopleKnow() {
        String id = create(List.of("moon", "太阳"));
        act(id, "open");
        Wait.until("open", () -> state(id) == CampaignState.OPEN);
        var planned = generations(id);
        assertEquals(2, planned.size());
        planned.forEach(each -> assertEquals(4, each.version(), "not by chance: " + each));
        var drawn = sql.list(
                "select g.prompt_id, n.seeds from campaign_generation g join generation n"
                        + " on n.id = g.generation_id where g.campaign_id = ?::uuid",
                row -> Map.entry(row.getString("prompt_id"), Sql.list(row, "seeds", Long.class)),
                id);
        assertEquals(2, drawn.size());
        drawn.forEach(each -> assertNotEquals(
                new SplittableRandom(UUID.nameUUIDFromBytes((id + "/" + each.getKey()).getBytes(StandardCharsets.UTF_8))
                                .getMostSignificantBits())
                        .nextLong(1L << 32),
                each.getValue().getFirst()));
    }

    private List<UUID> generations(String campaign) {
        return sql.list(
                "select generation_id from campaign_generation where campaign_id = ?::uuid order by generation_id",
                row -> Sql.uuid(row, "generation_id"),
                campaign);
    }

    @Test
    void closingWhileImagesAreMadeStaysClosed() {
        String id = create(List.of("a [hangs]", "b [hangs]", "c [hangs]"));
        act(id, "open");
        act(id, "close");
        Wait.until("the job has ended", () -> opening(id).state().ended());
        assertEquals(CampaignState.CLOSED, state(id));
        assertEquals(0, campaigns.counts(UUID.fromString(id)).tasks());
    }

    @Test
    void closingInTheInstantInWhichVotingBeginsEndsIt() throws InterruptedException {
        String id = create(List.of("i [hangs]"));
        act(id, "open");
        var closing = QuarkusTransaction.requiringNew().call(() -> {
            rows.move(UUID.fromString(id), CampaignState.GENERATING, CampaignState.OPEN, null);
            return waitingForUs(() -> act(id, "close"));
        });
        closing.join();
        assertEquals(CampaignState.CLOSED, state(id));
        assertEquals(1, audited("campaign.closed", id));
        Api.given().post("/api/jobs/" + opening(id).id() + "/cancel"); // nothing asks for its images any more
    }

    /// Else each waited for what the other holds, and PostgreSQL ended one of them.
    @Test
    void closingHoldsNothingThatTheJobNeedsForItsLastWord() throws InterruptedException {
        String id = create(List.of("j [hangs]"));
        act(id, "open");
        Wait.until("its picture is planned", () -> !generations(id).isEmpty());
        var closing = QuarkusTransaction.requiringNew().call(() -> {
            holdAsItsWorkerDoes(opening(id));
            var other = waitingForUs(() -> act(id, "close"));
            assertTrue(rows.move(UUID.fromString(id), CampaignState.GENERATING, CampaignState.OPEN, null));
            return other;
        });
        closing.join();
        assertEquals(CampaignState.CLOSED, state(id));
        assertEquals(1, audited("campaign.closed", id));
        Api.given().post("/api/jobs/" + opening(id).id() + "/cancel"); // nothing asks for its images any more
    }

    private void holdAsItsWorkerDoes(Job job) {
        sql.one("select id from job where id = ? for update", row -> Sql.uuid(row, "id"), job.id());
    }

    @Test
    void twoWhoOpenAtOnceOpenOnce() throws InterruptedException {
        String id = create(List.of("moon"));
        var second = QuarkusTransaction.requiringNew().call(() -> {
            campaigns.open(UUID.fromString(id));
            return waitingForUs(() -> act(id, "open"));
        });
        second.join();
        Wait.until("open", () -> state(id) == CampaignState.OPEN);
        assertEquals(1, audited("campaign.opened", id));
    }

    @Test
    void whatIsClosedInTheInstantOfItsOpeningIsNotOpened() throws InterruptedException {
        String id = create(List.of("moon"));
        var second = QuarkusTransaction.requiringNew().call(() -> {
            campaigns.close(UUID.fromString(id));
            return waitingForUs(() -> Api.given()
                    .post("/api/campaigns/" + id + "/open")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("CAMPAIGN_STATE")));
        });
        second.join();
        assertEquals(CampaignState.CLOSED, state(id));
        assertEquals(0, audited("campaign.opened", id));
    }

    /// Somebody else at the same time, who waits for a row that our transaction changed.
    private Thread waitingForUs(Runnable act) {
        var other = Thread.startVirtualThread(act);
        Wait.until(
                "the other waits",
                () -> sql.one(
                        "select exists (select from pg_stat_activity"
                                + " where pg_backend_pid() = any(pg_blocking_pids(pid))) as waits",
                        row -> row.getBoolean("waits")));
        return other;
    }

    private int audited(String action, String campaign) {
        return sql.one(
                "select count(*) as n from audit_entry where action = ? and subject = ?",
                row -> row.getInt("n"),
                action,
                campaign);
    }

    @Test
    void campaignsThatOpenLeaveRoomForOtherWork() {
        var opening = List.of(create(List.of("c [hangs]", "d [hangs]")), create(List.of("e [hangs]", "f [hangs]")));
        opening.forEach(id -> act(id, "open"));
        Wait.until(
                "both are drawn",
                () -> opening.stream().allMatch(id -> opening(id).state() == JobState.RUNNING));
        UUID other = jobs.submit("planted", UUID.randomUUID()).id();
        Wait.until("other work", () -> jobs.find(other).orElseThrow().state() == JobState.DONE);
        opening.forEach(id -> {
            assertEquals(CampaignState.GENERATING, state(id));
            act(id, "close");
        });
        opening.forEach(
                id -> Wait.until("the job has ended", () -> opening(id).state().ended()));
    }

    @Test
    void anOpeningThatIsCancelledLeavesADraftWithoutAFault() {
        String id = create(List.of("g [hangs]", "h [hangs]"));
        Api.given().get("/api/campaigns/" + id).then().body("opening", equalTo(null));
        act(id, "open");
        String job = Api.given().get("/api/campaigns/" + id).path("opening.id");
        assertEquals(opening(id).id().toString(), job);
        Api.given().post("/api/jobs/" + job + "/cancel").then().statusCode(200);
        Wait.until("a draft again", () -> state(id) == CampaignState.DRAFT);
        Api.given()
                .get("/api/campaigns/" + id)
                .then()
                .body("opening", equalTo(null))
                .body("error", equalTo(null));
    }

    private Job opening(String id) {
        return jobs.newest(OpenCampaignWork.KIND, UUID.fromString(id), 1).getFirst();
    }

    @Test
    void impossibleNumbersNameTheirFields() {
        for (var wrong : List.<Map.Entry<String, Object>>of(
                Map.entry("overlap", 0),
                Map.entry("goldShare", 0.9),
                Map.entry("imagesPerPrompt", 33),
                Map.entry("question", " "),
                Map.entry("audience", "NOBODY"))) {
            var wish = wish(List.of("moon"));
            wish.put(wrong.getKey(), wrong.getValue());
            Api.given()
                    .body(wish)
                    .post("/api/campaigns")
                    .then()
                    .statusCode(400)
                    .body("violations[0].field", equalTo(wrong.getKey()));
        }
    }

    private String create(List<String> texts) {
        return Api.given()
                .body(wish(texts))
                .post("/api/campaigns")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private Map<String, Object> wish(List<String> texts) {
        return new HashMap<>(Map.of(
                "name", "warm",
                "kind", "COLLECTION",
                "question", "哪张更好?",
                "promptSetId", prompts.of(texts).toString(),
                "audience", "BOTH",
                "taskKind", "PAIR",
                "imagesPerPrompt", 4,
                "overlap", 2,
                "goldShare", 0.1));
    }

    private static void act(String id, String action) {
        Api.given().post("/api/campaigns/" + id + "/" + action).then().statusCode(200);
    }

    private CampaignState state(String id) {
        return campaigns.view(UUID.fromString(id)).state();
    }
}
