package art.pinhua.platform.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeterTest {
    private long now = Long.MAX_VALUE - 5; // the clock of a JVM may overflow

    @Test
    void aBucketIsEmptiedAtOnceAndFillsEvenly() {
        var meter = new Meter(Limit.of("60/m"), () -> now);
        for (int i = 0; i < 60; i++) {
            assertEquals(Duration.ZERO, meter.take("ada"));
        }
        assertEquals(Duration.ofSeconds(1), meter.take("ada"));
        assertEquals(Duration.ofSeconds(1), meter.take("ada"), "a refusal takes nothing");
        assertEquals(Duration.ZERO, meter.take("bo"), "another key has its own bucket");
        now += Duration.ofMillis(1500).toNanos();
        assertEquals(Duration.ZERO, meter.take("ada"));
        assertEquals(Duration.ofMillis(500), meter.take("ada"));
        now += Duration.ofMinutes(5).toNanos();
        for (int i = 0; i < 60; i++) {
            assertEquals(Duration.ZERO, meter.take("ada"), "no more than full");
        }
        assertTrue(meter.take("ada").isPositive());
    }

    @Test
    void fullBucketsAreForgotten() {
        var meter = new Meter(Limit.of("1/s"), () -> now);
        for (int i = 0; i <= 50_000; i++) {
            meter.take("address " + i);
        }
        now += Duration.ofSeconds(2).toNanos();
        meter.take("one more");
        assertEquals(1, meter.size());
    }

    @Test
    void aSwitchedOffLimitRefusesNothing() {
        var meter = new Meter(Limit.of("off"), () -> now);
        for (int i = 0; i < 1000; i++) {
            assertEquals(Duration.ZERO, meter.take("ada"));
        }
        assertEquals(0, meter.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "0/m", "60/w", "-1/s", "60 / m", "9999999999/d"})
    void aLimitThatCannotBeReadIsNamed(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Limit.of(text));
        assertTrue(String.valueOf(refusal.getMessage()).endsWith("was " + text));
    }

    @Test
    void aHouseholdIsOneNetwork() {
        assertEquals(NetworkKeys.network("2001:db8:1:2:aaaa::1"), NetworkKeys.network("2001:db8:1:2:bbbb::2%eth0"));
        assertNotEquals(NetworkKeys.network("2001:db8:1:2::1"), NetworkKeys.network("2001:db8:1:3::1"));
        assertEquals(NetworkKeys.network("192.0.2.7"), NetworkKeys.network("::ffff:192.0.2.7"));
        assertEquals("c0000207", NetworkKeys.network("192.0.2.7"));
        assertEquals("unknown", NetworkKeys.network("null"));
    }
}
