package art.pinhua.platform.jobs;

import com.github.kagkarlsson.scheduler.Clock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/// The database's time, read once a minute and carried on by the monotonic clock of this process.
///
/// db-scheduler decides by its clock who is dead: a worker whose system clock runs ahead would take every live
/// job.
@Singleton
class DatabaseClock implements Clock {
    private static final Logger LOG = Logger.getLogger(DatabaseClock.class);
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

    private record Reading(Instant time, long nanos) {
        Instant now() {
            return time.plusNanos(System.nanoTime() - nanos);
        }

        boolean fresh() {
            return System.nanoTime() - nanos < FRESH_NANOS;
        }
    }

    private final JobRows rows;
    private volatile Reading reading;

    DatabaseClock(JobRows rows) {
        this.rows = rows;
        this.reading = read();
    }

    @Override
    public Instant now() {
        if (!reading.fresh()) {
            refresh();
        }
        return reading.now();
    }

    /// While the database is away the last reading is carried on.
    private void refresh() {
        try {
            reading = read();
        } catch (JobDatabaseException e) {
            LOG.warn("cannot read the database's clock; the last reading is carried on", e);
        }
    }

    private Reading read() {
        long before = System.nanoTime();
        var time = rows.now();
        long after = System.nanoTime();
        return new Reading(time, before + (after - before) / 2);
    }
}
