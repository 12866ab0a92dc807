package art.pinhua.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.platform.SystemPart;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class PartsHealthTest {
    /// Whoever asks for the health, and as often as they do, has nobody work the figures out.
    @Test
    void aCheckAsksForOutlinesAlone() {
        var response = new PartsHealth(List.of(new Laborious())).call();
        assertEquals(HealthCheckResponse.Status.DOWN, response.getStatus());
        // troubles name hosts and folders, and anybody may ask
        assertEquals("down", response.getData().orElseThrow().get("laborious"));
    }

    private static final class Laborious implements SystemPart {
        @Override
        public String name() {
            return "laborious";
        }

        @Override
        public State state() {
            throw new AssertionError("figures were asked for");
        }

        @Override
        public State outline() {
            return State.down("Connection to database.internal:5432 refused");
        }
    }
}
