package art.pinhua.platform;

import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Draws ids: random UUIDs (version 4), which tell nothing about order, time or origin.
@Singleton
public class Ids {
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final RandomGenerator random;

    public Ids(RandomGenerator random) {
        this.random = random;
    }

    public UUID next() {
        long high = (random.nextLong() & ~0xf000L) | VERSION_4;
        long low = (random.nextLong() >>> 2) | VARIANT;
        return new UUID(high, low);
    }
}
