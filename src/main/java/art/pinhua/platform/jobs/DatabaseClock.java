package art.pinhua.platform.jobs;

import com.github.kagkarlsson.scheduler.Clock;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
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

    private final DataSource database;
    private volatile Reading reading;

    DatabaseClock(JobPool pool) {
        this.database = pool.dataSource();
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
        var time = time();
        long after = System.nanoTime();
        return new Reading(time, before + (after - before) / 2);
    }

    /// The clock that all workers share.
    private Instant time() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select clock_timestamp()");
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new JobDatabaseException(e);
        }
    }
}
