package art.pinhua.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What earlier versions left comes to be as this one would have it.
class UpgradeTest {
    private static final String BY_NAME = "00000000-0000-3000-8000-00000000000";
    private static final String BY_CHANCE = "00000000-0000-4000-8000-00000000000";

    private OldInstallation installation;

    @BeforeEach
    void anInstallationOfBefore() throws SQLException {
        installation = new OldInstallation("053");
    }

    @AfterEach
    void leave() throws SQLException {
        installation.close();
    }

    @Test
    void comparisonsThatAreNotOpenDrawAnewWhatFollowedFromTheirIds() throws SQLException {
        campaign(1, "COMPARISON", "DRAFT");
        campaign(2, "COMPARISON", "GENERATING");
        campaign(3, "COMPARISON", "OPEN");
        campaign(4, "COLLECTION", "DRAFT");
        installation.upgrade();
        assertEquals(
                "44 43 42 41 34 33",
                installation.ask(
                        "select string_agg(substr(generation_id::text, 15, 1) || right(generation_id::text, 1),"
                                + " ' ' order by generation_id desc) from campaign_generation"));
    }

    private void campaign(int number, String kind, String state) throws SQLException {
        var id = BY_CHANCE + number;
        var challenger = kind.equals("COMPARISON") ? "gen_random_uuid()" : "null";
        installation.plant("insert into campaign (id, name, kind, question, prompt_set_id, audience, task_kind,"
                + " images_per_prompt, overlap, gold_share, model_version_id, challenger_version_id, state, created_by)"
                + " values ('" + id + "', 'c', '" + kind + "', 'q', gen_random_uuid(), 'BOTH', 'PAIR', 1, 1, 0,"
                + " gen_random_uuid(), " + challenger + ", '" + state + "', 'c')");
        for (var generation : new String[] {BY_NAME + number, BY_CHANCE + number}) {
            installation.plant(
                    "insert into campaign_generation (campaign_id, prompt_id, model_version_id, generation_id)"
                            + " values ('" + id + "', gen_random_uuid(), gen_random_uuid(), '" + generation + "')");
        }
    }

    @Test
    void ofTheErasedNoTimeAndNoHashStays() throws SQLException {
        rater(1, "erased-1");
        rater(2, "A-2");
        installation.upgrade();
        assertEquals(
                "A-2",
                installation.ask("select string_agg(pseudonym, ' ') from rater r join withdrawal w on w.rater_id = r.id"
                        + " join vote v on v.rater_id = r.id where v.body_hash = repeat('a', 64)"
                        + " or r.created_at > 'epoch' or w.withdrawn_at > 'epoch'"));
        assertEquals("2", installation.ask("select count(*) from vote where body_hash ~ '^[0-9a-f]{64}$'"));
    }

    private void rater(int number, String pseudonym) throws SQLException {
        var id = BY_CHANCE + number;
        installation.plant("insert into rater (id, tier, pseudonym) values ('" + id + "', 'ANONYMOUS', '" + pseudonym
                + "'); insert into withdrawal (rater_id) values ('" + id + "')");
        installation.plant(
                "insert into vote (vote_id, body_hash, assignment_id, revision, campaign_id, task_id, task_kind,"
                        + " prompt_id, rater_id, rater_tier, images, shown_order, choice, late) values (gen_random_uuid(),"
                        + " repeat('a', 64), gen_random_uuid(), 0, gen_random_uuid(), gen_random_uuid(), 'PAIR',"
                        + " gen_random_uuid(), '" + id + "', 'ANONYMOUS', '{}', '{}', 'LEFT', false)");
    }
}
