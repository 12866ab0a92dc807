package art.pinhua.platform.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/// Jobs in figures: how many of each kind and state there are, how often a worker took over from a lost one, and how
/// often an old attempt was kept from writing.
@Singleton
class JobMetrics {
    private static final Logger LOG = Logger.getLogger(JobMetrics.class);
    /// One count serves all gauges of a scrape.
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private record Counts(Map<JobRows.KindAndState, Long> jobs, long at) {}

    private final JobRows rows;
    private final JobWorks works;
    private final MeterRegistry meters;
    private final Counter takeovers;
    private final Counter fencedWrites;
    private volatile Counts counted = new Counts(Map.of(), System.nanoTime() - FRESH_NANOS);

    JobMetrics(JobRows rows, JobWorks works, MeterRegistry meters) {
        this.rows = rows;
        this.works = works;
        this.meters = meters;
        this.takeovers = meters.counter("pinhua.job.takeovers");
        this.fencedWrites = meters.counter("pinhua.fenced.writes");
    }

    void register(@Observes StartupEvent start) {
        for (var kind : works.kinds()) {
            for (var state : JobState.values()) {
                var which = new JobRows.KindAndState(kind, state);
                Gauge.builder("pinhua.jobs", () -> count(which))
                        .description("Jobs in the database by kind and state")
                        .tag("kind", kind)
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .register(meters);
            }
        }
    }

    void takenOver() {
        takeovers.increment();
    }

    void fencedOut() {
        fencedWrites.increment();
    }

    /// Without the database there is no number, and the scrape goes on.
    private double count(JobRows.KindAndState which) {
        try {
            var counts = counted;
            if (System.nanoTime() - counts.at() >= FRESH_NANOS) {
                counts = new Counts(rows.countByKindAndState(), System.nanoTime());
                counted = counts;
            }
            return counts.jobs().getOrDefault(which, 0L);
        } catch (JobDatabaseException e) {
            LOG.debug("jobs cannot be counted", e);
            return Double.NaN;
        }
    }
}
