package art.pinhua.generation;

import static art.pinhua.generation.PlaygroundApi.ask;
import static art.pinhua.generation.PlaygroundApi.cancel;
import static art.pinhua.generation.PlaygroundApi.view;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import art.pinhua.platform.jobs.WaitReason;
import art.pinhua.platform.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is told of a generation whose job waits longer than for its turn.
@QuarkusTest
@TestSecurity(user = "erin", roles = "expert")
class GenerationWaitsTest {
    @Inject
    GenerationStream stream;

    @Inject
    Sql sql;

    /// The first is held up so that the other one's job is not begun.
    @Test
    void whyItWaitsIsToldUntilItGoesOn() {
        var hangs = Map.<String, Object>of("prompt", "[hangs]", "count", 1, "steps", 5);
        String first = ask(hangs);
        view(first, "RUNNING");
        String id = ask(hangs);
        view(id, "QUEUED").body("waitReason", equalTo(null));
        sql.update("update job set attempt = 1, wait_reason = 'NO_ROOM' where subject_id = ?::uuid", id);
        view(id, "QUEUED").body("waitReason", equalTo("NO_ROOM"));
        assertEquals("waiting", now(id).type());
        assertEquals(WaitReason.NO_ROOM, now(id).waitReason());

        cancel(first, 204);
        view(id, "RUNNING").body("waitReason", equalTo(null));
        assertEquals("waiting", now(id).type(), "who watches is told that it is over");
        assertNull(now(id).waitReason());
        cancel(id, 204);
        view(id, "CANCELLED");
    }

    private GenerationEvent now(String id) {
        return stream.of(UUID.fromString(id)).toUni().await().atMost(Duration.ofMinutes(2));
    }
}
