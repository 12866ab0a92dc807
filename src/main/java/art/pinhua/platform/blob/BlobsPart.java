package art.pinhua.platform.blob;

import art.pinhua.platform.SystemPart;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How much the blob folder holds. Counting walks through it, so a count serves for a while.
@Singleton
class BlobsPart implements SystemPart {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private record Counted(Blobs.Stock stock, Instant at) {}

    private final Blobs blobs;
    private final Clock clock;
    private volatile @Nullable Counted counted;

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
        try {
            var stock = stock();
            return State.up(null, Figure.count("files", stock.files()), Figure.bytes("size", stock.bytes()));
        } catch (UncheckedIOException unreadable) {
            return State.down(String.valueOf(unreadable.getMessage()));
        }
    }

    private Blobs.Stock stock() {
        var known = counted;
        var now = clock.instant();
        if (known == null || now.isAfter(known.at().plus(FRESH))) {
            known = new Counted(blobs.stock(), now);
            counted = known;
        }
        return known.stock();
    }
}
