package art.pinhua.platform.limits;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Counts one kind of request against a limit, in the memory of this process. Of each key it remembers only when its
/// bucket will be full again (the generic cell rate algorithm); a key whose bucket is full is forgotten.
public final class Meter {
    private static final int TIDY_ABOVE = 50_000;

    private final Limit limit;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<String, Long> fullAt = new ConcurrentHashMap<>();

    public Meter(Limit limit) {
        this(limit, System::nanoTime);
    }

    Meter(Limit limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /// Takes one out of the key's bucket.
    ///
    /// @return how long to wait for the next one; zero when there was one
    public Duration take(String key) {
        if (limit.none()) {
            return Duration.ZERO;
        }
        long now = nanos.getAsLong();
        tidy(now);
        long[] wait = {0};
        fullAt.compute(key, (same, full) -> {
            long next = (full == null || full - now < 0 ? now : full)
                    + limit.interval().toNanos();
            wait[0] = next - now - limit.span().toNanos();
            return wait[0] > 0 ? full : Long.valueOf(next);
        });
        return wait[0] > 0 ? Duration.ofNanos(wait[0]) : Duration.ZERO;
    }

    int size() {
        return fullAt.size();
    }

    /// Many made-up addresses must not fill the memory: then forgetting is the lesser harm.
    private void tidy(long now) {
        if (fullAt.size() > TIDY_ABOVE) {
            fullAt.values().removeIf(full -> full - now < 0);
            if (fullAt.size() > TIDY_ABOVE) {
                fullAt.clear();
            }
        }
    }
}
