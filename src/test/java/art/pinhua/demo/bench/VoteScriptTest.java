package art.pinhua.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.demo.bench.LoggedStatements.Statement;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VoteScriptTest {
    private static final String RATER = "00000000-0000-0000-0000-000000000001";
    private static final UUID ASSIGNMENT = UUID.fromString("00000000-0000-0000-0000-000000000002");
    private static final UUID VOTE = UUID.fromString("00000000-0000-0000-0000-000000000003");
    private static final String TASK = "00000000-0000-0000-0000-000000000004";

    private static final List<Statement> STATEMENTS = List.of(
            new Statement("select id from rater where id = $1", List.of(RATER)),
            new Statement("BEGIN", List.of()),
            new Statement(
                    "select a.task_id, a.shown_order, a.state from assignment a where a.id = $1 and a.rater_id = $2",
                    List.of(ASSIGNMENT.toString(), RATER)),
            new Statement(
                    "insert into vote values ($1, $2, $3, $4::int[], $5, $6)",
                    Arrays.asList(VOTE.toString(), TASK, "it's", null, "{\"0\",\"1\"}", "PAIR")),
            new Statement("COMMIT", List.of()),
            new Statement("with held as (select $1::text) select id from held", List.of(RATER)));

    private static VoteScript script() throws Exception {
        return VoteScript.of(
                STATEMENTS,
                RATER,
                new VoteCrowd.Cast(VOTE, ASSIGNMENT),
                statement -> Map.of("task_id", TASK, "shown_order", "{0,1}", "state", "PAIR"));
    }

    @Test
    void whatVariesIsNamedAndTheRestStays() throws Exception {
        assertEquals(
                List.of(
                        "select id from rater where id = :rater",
                        "BEGIN",
                        "select a.task_id, a.shown_order, a.state from assignment a"
                                + " where a.id = :next_id and a.rater_id = :rater",
                        "insert into vote values (gen_random_uuid(), :f_task_id, 'it''s', null::int[], :f_shown_order,"
                                + " 'PAIR')",
                        "COMMIT",
                        "with held as (select :rater::text) select id from held"),
                script().steps().stream().map(VoteScript.Step::sql).toList());
    }

    @Test
    void factsAndTheNextTaskAreCaptured() throws Exception {
        String text = PgbenchYardstick.text(script(), List.of("a", "b"), 2, 40);
        assertTrue(text.contains("where a.id = :next_id and a.rater_id = :rater \\gset f_\n"), text);
        assertTrue(text.contains("select id from held \\aset next_\n"), text);
        assertTrue(text.contains("select id from rater where id = :rater;\n"), text);
        assertTrue(text.startsWith("\\if :turn % 40 = 0\n"), text);
        assertTrue(text.contains("array['a', 'b']"), text);
    }

    @Test
    void castsAreNoNames() {
        assertEquals(List.of("rater", "f_task_id"), VoteScript.names("select :rater::text, :f_task_id, 1::bigint"));
        assertEquals("select ?::text, ?, 1::bigint", VoteScript.unnamed("select :rater::text, :f_task_id, 1::bigint"));
    }

    @Test
    void recordingWithoutAVoteIsRefused() {
        var refusal = assertThrows(
                IOException.class,
                () -> VoteScript.of(
                        STATEMENTS.subList(0, 3), RATER, new VoteCrowd.Cast(VOTE, ASSIGNMENT), statement -> Map.of()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("no vote"));
    }

    @Test
    void ratersMustBeSharedOutEvenly() {
        assertThrows(IllegalArgumentException.class, () -> new VotesBench.Size(1, 8, 12));
    }
}
