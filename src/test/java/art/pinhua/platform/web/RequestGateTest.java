package art.pinhua.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Test;

class RequestGateTest {
    @Test
    void picturesAreTurnedAwayFirstAndVotesLast() {
        assertEquals(48, RequestGate.bound(HttpMethod.GET, "/api/rating/images/0b7c", 64));
        assertEquals(48, RequestGate.bound(HttpMethod.HEAD, "/api/rating/images/0b7c", 64));
        assertEquals(64, RequestGate.bound(HttpMethod.GET, "/api/me", 64));
        assertEquals(80, RequestGate.bound(HttpMethod.POST, "/api/rating/votes", 64));
    }

    @Test
    void aStreamIsKnownByItsAddress() {
        assertTrue(RequestGate.isStream(HttpMethod.GET, "/api/runs/0b7c/events"));
        // it would hold its place for as long as the stream lasts
        assertTrue(RequestGate.isStream(HttpMethod.HEAD, "/api/runs/0b7c/events"));
        assertFalse(RequestGate.isStream(HttpMethod.POST, "/api/runs/0b7c/events"));
        assertFalse(RequestGate.isStream(HttpMethod.GET, "/api/me"));
    }
}
