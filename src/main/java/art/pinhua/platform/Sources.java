package art.pinhua.platform;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// The only readers of time and chance: everybody else has them injected.
@Singleton
class Sources {
    /// Ticks in microseconds, as PostgreSQL stores them: an instant is equal to itself after a round trip.
    @Produces
    @Singleton
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    /// Unguessable, because ids and tokens come from it too.
    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }
}
