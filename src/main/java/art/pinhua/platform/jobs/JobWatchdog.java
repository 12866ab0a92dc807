package art.pinhua.platform.jobs;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Ends attempts that tell nothing any more. A heartbeat proves that the process lives, not that the work goes on.
///
/// A silent attempt is interrupted first, which fails it. One that does not answer even that is taken away from its
/// thread: whatever it may still write is refused, and another worker, or another thread, begins the next attempt.
@Singleton
class JobWatchdog {
    private static final Logger LOG = Logger.getLogger(JobWatchdog.class);

    private record Watched(RunningJob job, Thread thread, Duration patience) {}

    private final JobRows rows;
    private final JobSettings settings;
    private final Map<UUID, Watched> watched = new ConcurrentHashMap<>();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("job-watchdog").factory());

    JobWatchdog(JobRows rows, JobSettings settings) {
        this.rows = rows;
        this.settings = settings;
    }

    void start(@Observes StartupEvent event) {
        long period = Math.max(50, Math.min(1_000, settings.unstuckWithin().toMillis() / 4));
        rounds.scheduleWithFixedDelay(this::round, period, period, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.shutdownNow();
    }

    void watch(RunningJob job, Thread thread, Duration patience) {
        watched.put(job.id(), new Watched(job, thread, patience));
    }

    void leave(RunningJob job) {
        watched.computeIfPresent(job.id(), (id, present) -> present.job() == job ? null : present);
    }

    private void round() {
        for (var each : watched.values()) {
            try {
                look(each);
            } catch (RuntimeException e) { // the database may be away: the next round tries again
                LOG.warnf(e, "cannot end the silent job %s", each.job().id());
            }
        }
    }

    private void look(Watched watched) {
        var silence = watched.job().silence();
        if (silence.compareTo(watched.patience()) < 0) {
            return;
        }
        var reason = "no progress for " + watched.patience().toSeconds() + " s";
        if (watched.job().giveUp(reason)) {
            LOG.errorf("job %s tells %s and is interrupted", watched.job().id(), reason);
            watched.thread().interrupt();
        } else if (silence.compareTo(watched.patience().plus(settings.unstuckWithin())) > 0) {
            LOG.errorf(
                    "job %s does not answer and is taken from its thread",
                    watched.job().id());
            takeAway(watched.job(), reason);
            leave(watched.job());
        }
    }

    private void takeAway(RunningJob job, String reason) {
        try {
            rows.takeAway(job.id(), job.attempt(), reason, settings.backOff());
        } catch (FencedOut newer) {
            LOG.infof("job %s went on meanwhile", job.id());
        }
    }
}
