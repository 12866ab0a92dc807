package art.pinhua.demo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoggedStatementsTest {
    /// Process 8 polls for jobs while process 7 votes.
    private static final String LOG = """
            2026-11-24 03:00:00.001 UTC [7] LOG:  execute S_3: select r.id
            \t            from rater r
            \twhere r.id = $1
            2026-11-24 03:00:00.001 UTC [7] DETAIL:  Parameters: $1 = 'rater-1'
            2026-11-24 03:00:00.002 UTC [8] LOG:  execute <unnamed>: BEGIN
            2026-11-24 03:00:00.002 UTC [8] LOG:  execute S_1: select * from scheduled_tasks where task_name = $1
            2026-11-24 03:00:00.002 UTC [8] DETAIL:  Parameters: $1 = 'work'
            2026-11-24 03:00:00.003 UTC [7] LOG:  execute S_1: BEGIN
            2026-11-24 03:00:00.004 UTC [7] LOG:  execute <unnamed>: insert into vote values ($1, $2, $3)
            2026-11-24 03:00:00.004 UTC [7] DETAIL:  Parameters: $1 = 'vote-1', $2 = 'it''s $9 = ''odd''', $3 = NULL
            2026-11-24 03:00:00.005 UTC [8] LOG:  execute S_4: COMMIT
            2026-11-24 03:00:00.006 UTC [7] LOG:  execute S_4: COMMIT
            2026-11-24 03:00:00.007 UTC [9] LOG:  statement: select 1
            """;

    private final List<LoggedStatements.Statement> statements =
            LoggedStatements.about(LOG, Set.of("rater-1", "vote-1"));

    @Test
    void onlyStatementsOfTheVoteAndTheirFrameAreKept() {
        assertEquals(
                List.of(
                        "select r.id\nfrom rater r\nwhere r.id = $1",
                        "BEGIN",
                        "insert into vote values ($1, $2, $3)",
                        "COMMIT"),
                statements.stream().map(LoggedStatements.Statement::text).toList());
    }

    @Test
    void parametersAreReadWithQuotesAndNulls() {
        assertEquals(List.of("rater-1"), statements.getFirst().parameters());
        assertEquals(
                Arrays.asList("vote-1", "it's $9 = 'odd'", null),
                statements.get(2).parameters());
    }

    @Test
    void logWithoutTheVoteGivesNothing() {
        assertTrue(LoggedStatements.about(LOG, Set.of("rater-2")).isEmpty());
    }
}
