package art.pinhua.platform.jobs;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One attempt at a job: claim, work, and how it ends.
@Singleton
class JobAttempts {
    private static final Logger LOG = Logger.getLogger(JobAttempts.class);
    private static final int MOST_DOUBLINGS = 6;

    private final JobRows rows;
    private final JobWorks works;
    private final LiveEvents events;
    private final JobMetrics metrics;
    private final JobSettings settings;
    private final RandomGenerator random;
    private final String worker;
    private volatile boolean stopping;

    JobAttempts(
            JobRows rows,
            JobWorks works,
            LiveEvents events,
            JobMetrics metrics,
            JobSettings settings,
            RandomGenerator random) {
        this.rows = rows;
        this.works = works;
        this.events = events;
        this.metrics = metrics;
        this.settings = settings;
        this.random = random;
        this.worker = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("local") + "/"
                + ProcessHandle.current().pid() + "/" + Long.toHexString(random.nextLong());
    }

    /// Name of this process in queue and job rows.
    String worker() {
        return worker;
    }

    void stop() {
        stopping = true;
    }

    /// @return how long the queue waits before the next attempt; empty when there is none
    Optional<Duration> attempt(UUID id, BooleanSupplier queueStops) {
        var running = rows.find(id).filter(job -> job.state() == JobState.RUNNING);
        var claimed = rows.claim(id, worker);
        if (claimed.isEmpty()) {
            return Optional.empty(); // ended meanwhile, or cancelled before it began
        }
        var job = claimed.get();
        if (running.isPresent()) {
            metrics.takenOver(); // whoever ran it is lost
        }
        var work = works.named(job.kind());
        BooleanSupplier processStops = () -> stopping || queueStops.getAsBoolean();
        try {
            return run(job, work, processStops);
        } catch (FencedOut newer) {
            metrics.fencedOut();
            LOG.warn("this attempt stops", newer);
            return Optional.empty();
        }
    }

    /// The worker's loop: whatever the work throws is an outcome.
    private Optional<Duration> run(Job job, JobWork work, BooleanSupplier processStops) {
        if (job.cancelRequested()) {
            return end(job, work, JobState.CANCELLED, null);
        }
        if (job.failures() >= work.maxFailures()) {
            return end(job, work, JobState.DEAD, "The worker died " + job.failures() + " times during this job.");
        }
        try {
            work.run(new RunningJob(job, rows, events, processStops));
            return end(job, work, JobState.DONE, null);
        } catch (FencedOut newer) {
            throw newer;
        } catch (JobCancelled cancelled) {
            return end(job, work, JobState.CANCELLED, null);
        } catch (JobFailed failed) {
            LOG.warnf(failed, "job %s (%s) failed for good", job.id(), job.kind());
            return end(job, work, JobState.FAILED, failed.getMessage());
        } catch (JobInterrupted stopped) {
            return giveBack(job);
        } catch (Exception e) {
            return processStops.getAsBoolean() ? giveBack(job) : failed(job, work, e);
        }
    }

    private Optional<Duration> failed(Job job, JobWork work, Exception cause) {
        int failures = job.failures() + 1;
        LOG.warnf(cause, "job %s (%s) failed, %d of %d", job.id(), job.kind(), failures, work.maxFailures());
        var message = String.valueOf(cause.getMessage());
        if (failures >= work.maxFailures()) {
            return end(job, work, JobState.DEAD, message);
        }
        rows.giveBack(job.id(), job.attempt(), 1, message);
        return Optional.of(backOff(failures));
    }

    /// This process stops: no failure of the job, and no wait.
    private Optional<Duration> giveBack(Job job) {
        rows.giveBack(job.id(), job.attempt(), 0, null);
        return Optional.of(Duration.ZERO);
    }

    private Optional<Duration> end(Job job, JobWork work, JobState state, @Nullable String message) {
        QuarkusTransaction.requiringNew().run(() -> work.ended(rows.end(job.id(), job.attempt(), state, message)));
        return Optional.empty();
    }

    private Duration backOff(int failures) {
        var wait = settings.backOff().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return wait.plusMillis((long) (random.nextDouble() * wait.toMillis() / 2));
    }
}
