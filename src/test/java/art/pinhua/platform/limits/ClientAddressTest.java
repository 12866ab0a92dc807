package art.pinhua.platform.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    /// Which the visitor began, and nginx continued with `$proxy_add_x_forwarded_for`.
    private static final List<String> FORGED = List.of("198.51.100.7, 203.0.113.1");

    @Test
    void whatTheVisitorWroteIsNotBelieved() {
        assertEquals(Optional.of("203.0.113.1"), ClientAddress.seen(FORGED, 1));
        assertEquals(Optional.of("203.0.113.1"), ClientAddress.seen(List.of("198.51.100.7", "203.0.113.1"), 1));
        assertEquals(Optional.of("203.0.113.1"), ClientAddress.seen(List.of("203.0.113.1"), 1), "one that overwrites");
        assertEquals(
                Optional.of("203.0.113.1"),
                ClientAddress.seen(List.of("198.51.100.7,203.0.113.1 , 10.0.0.1"), 2),
                "two proxies, one behind the other");
    }

    @Test
    void withoutProxiesTheHeaderSaysNothing() {
        assertEquals(Optional.empty(), ClientAddress.seen(FORGED, 0));
        assertEquals(Optional.empty(), ClientAddress.seen(List.of(), 1), "not through the proxy");
        assertEquals(Optional.empty(), ClientAddress.seen(FORGED, 3));
    }

    @Test
    void aPortIsNoPartOfIt() {
        assertEquals(Optional.of("203.0.113.1"), ClientAddress.seen(List.of("203.0.113.1:4711"), 1));
        assertEquals(Optional.of("2001:db8::1"), ClientAddress.seen(List.of("[2001:db8::1]:4711"), 1));
        assertEquals(Optional.of("2001:db8::1"), ClientAddress.seen(List.of("[2001:db8::1]"), 1));
        assertEquals(Optional.of("2001:db8::1"), ClientAddress.seen(List.of("2001:db8::1"), 1));
    }
}
