package art.pinhua;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The clock of every test application: the system's, moved forward as far as the test says, and
/// stopped where no other time shall pass, however slow the machine is.
@Mock
@ApplicationScoped
public class TestClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;
    private volatile @Nullable Instant stoppedAt;

    public void advance(Duration time) {
        ahead = ahead.plus(time);
    }

    public void stop() {
        stoppedAt = system();
    }

    /// Goes on from the present, as far ahead of it as before.
    public void start() {
        stoppedAt = null;
    }

    public void reset() {
        start();
        ahead = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        Instant stopped = stoppedAt;
        return (stopped == null ? system() : stopped).plus(ahead).truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant system() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return stoppedAt == null ? Clock.offset(Clock.system(zone), ahead) : Clock.fixed(instant(), zone);
    }
}
