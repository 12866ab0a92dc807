package art.pinhua.platform.blob;

import art.pinhua.platform.SystemPart;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// How much the shelf of blobs holds. Counting walks through all of it, or lists a whole bucket: one
/// count at a time, however many ask, and it serves for a while.
@Singleton
class BlobsPart implements SystemPart {
    private static final Duration FRESH = Duration.ofMinutes(1);
    /// Anybody may ask for the outline, and needs no figure: only whether the shelf can be looked
    /// through.
    private static final Duration FRESH_ENOUGH_FOR_AN_OUTLINE = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private record Counted(State state, Instant endedAt) {}

    private final Blobs blobs;
    private final Clock clock;
    private @Nullable CompletableFuture<Counted> newest;
    private volatile @Nullable Counted last;

    BlobsPart(Blobs blobs, Clock clock) {
        this.blobs = blobs;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "blobs";
    }

    @Override
    public State state() {
        return answer(count(FRESH), PATIENCE);
    }

    @Override
    public State outline() {
        return answer(count(FRESH_ENOUGH_FOR_AN_OUTLINE), Duration.ZERO);
    }

    /// That of the count before, where this one takes longer.
    private State answer(CompletableFuture<Counted> count, Duration patience) {
        try {
            return count.get(patience.toMillis(), TimeUnit.MILLISECONDS).state();
        } catch (TimeoutException stillCounting) {
            return lastState();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lastState();
        } catch (ExecutionException e) {
            throw new IllegalStateException("blobs cannot be counted", e.getCause());
        }
    }

    private State lastState() {
        var known = last;
        return known == null ? State.up(null) : known.state();
    }

    /// The count under way, or the last one if it is no older, or a new one.
    private synchronized CompletableFuture<Counted> count(Duration age) {
        var present = newest;
        if (present == null || present.isDone() && isOlder(age)) {
            present = CompletableFuture.supplyAsync(
                    this::counted,
                    task -> Thread.ofPlatform().daemon().name("blob-count").start(task));
            newest = present;
        }
        return present;
    }

    /// A shelf that could not be looked through may be there again soon.
    private boolean isOlder(Duration age) {
        var known = last;
        if (known == null) {
            return true;
        }
        boolean away = known.state().condition() == Condition.DOWN;
        return clock.instant().isAfter(known.endedAt().plus(away ? FRESH : age));
    }

    private Counted counted() {
        var ended = new Counted(look(), clock.instant());
        last = ended;
        return ended;
    }

    private State look() {
        try {
            var stock = blobs.stock();
            return State.up(null, Figure.count("files", stock.files()), Figure.bytes("size", stock.bytes()));
        } catch (UncheckedIOException unreadable) {
            return State.down(String.valueOf(unreadable.getMessage()));
        }
    }
}
