package art.pinhua.platform.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Looks into few passwords at a time: of many that come together each is counted before the next is looked into, and
/// they wait here, where nobody holds a connection to the database.
@Singleton
class GuessQueue {
    private static final int AT_ONCE = 2;
    private static final int LONGEST = 64;

    private final Semaphore places;
    private final Semaphore turns;

    @Inject
    GuessQueue() {
        this(AT_ONCE, LONGEST);
    }

    GuessQueue(int atOnce, int longest) {
        places = new Semaphore(atOnce + longest);
        turns = new Semaphore(atOnce, true);
    }

    /// Empty where too many wait already.
    <T> Optional<T> inTurn(Supplier<T> attempt) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            turns.acquireUninterruptibly();
            try {
                return Optional.of(attempt.get());
            } finally {
                turns.release();
            }
        } finally {
            places.release();
        }
    }
}
