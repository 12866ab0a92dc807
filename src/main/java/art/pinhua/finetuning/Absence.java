package art.pinhua.finetuning;

import art.pinhua.platform.sql.DatabaseAway;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/// How long the database has been away while a trainer works, which needs none.
final class Absence {
    private static final Logger LOG = Logger.getLogger(Absence.class);

    private final Duration patience;
    private final LongSupplier nanos;
    private boolean lasts;
    private long since;

    /// @param nanos a clock that only goes forward
    Absence(Duration patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
    }

    boolean lasts() {
        return lasts;
    }

    /// The database has answered.
    void over() {
        lasts = false;
    }

    /// @return false when the failure is of another kind, or has lasted for too long
    boolean bears(RuntimeException failure) {
        if (!DatabaseAway.in(failure)) {
            return false;
        }
        if (!lasts) {
            LOG.warnf("a trainer works on while the database is away: %s", failure.getMessage());
            lasts = true;
            since = nanos.getAsLong();
        }
        return nanos.getAsLong() - since <= patience.toNanos();
    }
}
