package art.pinhua.platform.jobs;

import art.pinhua.platform.DiskRoom;
import art.pinhua.platform.sql.DatabaseAway;
import art.pinhua.platform.sql.WorkPatience;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
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
    private final JobWishes wishes;
    private final JobMetrics metrics;
    private final JobSettings settings;
    private final JobWatchdog watchdog;
    private final DiskRoom room;
    private final RandomGenerator random;
    private final String worker;
    private volatile boolean stopping;

    JobAttempts(
            JobRows rows,
            JobWorks works,
            JobWishes wishes,
            JobMetrics metrics,
            JobSettings settings,
            JobWatchdog watchdog,
            DiskRoom room,
            RandomGenerator random) {
        this.rows = rows;
        this.works = works;
        this.wishes = wishes;
        this.metrics = metrics;
        this.settings = settings;
        this.watchdog = watchdog;
        this.room = room;
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
            return WorkPatience.working(() -> run(job, work, processStops));
        } catch (FencedOut newer) {
            metrics.fencedOut();
            LOG.warn("this attempt stops", newer);
            return Optional.empty();
        }
    }

    /// The worker's loop: whatever the work throws is an outcome.
    private Optional<Duration> run(Job job, JobWork work, BooleanSupplier processStops) {
        if (job.cancelRequested()) {
            work.clearAway(job);
            return end(job, work, JobState.CANCELLED, null);
        }
        if (job.failures() >= work.maxFailures()) {
            work.clearAway(job);
            return end(job, work, JobState.DEAD, "The worker died " + job.failures() + " times during this job.");
        }
        var running = new RunningJob(job, rows, wishes, processStops);
        try {
            work(work, running);
            return end(job, work, JobState.DONE, null);
        } catch (FencedOut newer) {
            throw newer;
        } catch (JobCancelled cancelled) {
            return end(job, work, JobState.CANCELLED, null);
        } catch (JobWaits waits) {
            return wait(job, WaitReason.NO_ROOM, waits.getMessage(), processStops);
        } catch (Exception e) {
            return outcome(job, work, running, processStops, e);
        }
    }

    private void work(JobWork work, RunningJob running) throws Exception {
        if (work.makesFiles()) {
            room.trouble().ifPresent(trouble -> {
                throw new JobWaits(trouble);
            });
        }
        watchdog.watch(running, Thread.currentThread(), work.patience().orElse(settings.silence()));
        try {
            work.run(running);
        } finally {
            watchdog.leave(running);
            if (running.givenUp().isPresent()) {
                Thread.interrupted(); // that was the watchdog's, and what follows must reach the database
            }
        }
    }

    private Optional<Duration> outcome(
            Job job, JobWork work, RunningJob running, BooleanSupplier processStops, Exception e) {
        if (running.givenUp().isPresent()) {
            return failed(job, work, new IllegalStateException(running.givenUp().get(), e));
        }
        if (DiskRoom.isFull(e)) {
            return wait(job, WaitReason.NO_ROOM, DiskRoom.FULL, processStops);
        }
        if (e instanceof JobFailed failed) {
            LOG.warnf(failed, "job %s (%s) failed for good", job.id(), job.kind());
            return end(job, work, JobState.FAILED, failed.getMessage());
        }
        if (e instanceof JobInterrupted || processStops.getAsBoolean()) {
            return giveBack(job);
        }
        if (DatabaseAway.in(e)) {
            LOG.warnf("job %s (%s) waits for the database: %s", job.id(), job.kind(), e.getMessage());
            return wait(job, WaitReason.DATABASE_AWAY, null, processStops);
        }
        return failed(job, work, e);
    }

    /// Through no fault of the job. While the database is away this thread waits with it, unless the process stops:
    /// then the job is found without a worker, later.
    private Optional<Duration> wait(
            Job job, WaitReason reason, @Nullable String message, BooleanSupplier processStops) {
        boolean unheard = false; // whether a try may have given it back, and its answer was lost
        while (true) {
            try {
                rows.giveBack(job.id(), job.attempt(), reason, message);
                return Optional.of(stretched(settings.waiting()));
            } catch (FencedOut given) {
                if (!unheard) {
                    throw given;
                }
                return Optional.of(stretched(settings.waiting())); // else no queue would come back to it
            } catch (JobDatabaseException e) {
                if (!DatabaseAway.in(e) || processStops.getAsBoolean()) {
                    throw e;
                }
                unheard = true;
                LockSupport.parkNanos(stretched(Duration.ofSeconds(1)).toNanos());
            }
        }
    }

    private Optional<Duration> failed(Job job, JobWork work, Exception cause) {
        int failures = job.failures() + 1;
        LOG.warnf(cause, "job %s (%s) failed, %d of %d", job.id(), job.kind(), failures, work.maxFailures());
        var message = String.valueOf(cause.getMessage());
        if (failures >= work.maxFailures()) {
            return end(job, work, JobState.DEAD, message);
        }
        rows.giveBack(job.id(), job.attempt(), WaitReason.ATTEMPT_FAILED, message);
        return Optional.of(backOff(failures));
    }

    /// This process stops: no failure of the job, and no wait.
    private Optional<Duration> giveBack(Job job) {
        rows.giveBack(job.id(), job.attempt(), null, null);
        return Optional.of(Duration.ZERO);
    }

    private Optional<Duration> end(Job job, JobWork work, JobState state, @Nullable String message) {
        QuarkusTransaction.requiringNew().run(() -> work.ended(rows.end(job.id(), job.attempt(), state, message)));
        return Optional.empty();
    }

    private Duration backOff(int failures) {
        return stretched(settings.backOff().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS)));
    }

    /// Longer by up to a half at random, so that what failed together does not come back together.
    private Duration stretched(Duration wait) {
        return wait.plusMillis((long) (random.nextDouble() * wait.toMillis() / 2));
    }
}
