package art.pinhua.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.RunEvent;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/// Starts runs and waits for them.
@Singleton
class TestRuns {
    private final Runs runs;
    private final RunFolder folders;
    private final Sql sql;

    TestRuns(Runs runs, RunFolder folders, Sql sql) {
        this.runs = runs;
        this.folders = folders;
        this.sql = sql;
    }

    static UUID start(UUID snapshot, int steps, long seed) {
        return UUID.fromString(Api.given()
                .body(Map.of("snapshotId", snapshot, "name", "test", "steps", steps, "seed", seed))
                .post("/api/runs")
                .then()
                .statusCode(200)
                .extract()
                .path("id"));
    }

    Run await(UUID id, RunState state) {
        Wait.until(
                "run " + id + " is " + state,
                () -> runs.byId(id).state().ended() || runs.byId(id).state() == state);
        var run = runs.byId(id);
        assertEquals(state, run.state(), () -> "error " + run.error());
        return run;
    }

    int failures(UUID id) {
        return sql.one("select failures from job where subject_id = ?", row -> row.getInt("failures"), id);
    }

    long starts(UUID id) {
        var events = new EventTail(folders.of(id)).next();
        return events.stream().filter(RunEvent.Started.class::isInstance).count();
    }

    int firstStepOfLastAttempt(UUID id) {
        var tail = new EventTail(folders.of(id));
        return tail.next().stream()
                .filter(RunEvent.Started.class::isInstance)
                .reduce((a, b) -> b)
                .orElseThrow()
                .step();
    }
}
