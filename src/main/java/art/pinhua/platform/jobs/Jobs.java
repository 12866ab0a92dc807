package art.pinhua.platform.jobs;

import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/// Submits, finds and cancels long work. What the work is, a [JobWork] tells.
@ApplicationScoped
public class Jobs {
    private static final Duration WATCH_PERIOD = Duration.ofMillis(500);

    private static final int MOST_TRIES = 10;

    private final JobRows rows;
    private final JobWorks works;
    private final JobQueues queues;
    private final LiveEvents events;
    private final Ids ids;
    private final AuditLog audit;
    private final JobWishes wishes;

    Jobs(JobRows rows, JobWorks works, JobQueues queues, LiveEvents events, Ids ids, AuditLog audit, JobWishes wishes) {
        this.rows = rows;
        this.works = works;
        this.queues = queues;
        this.events = events;
        this.ids = ids;
        this.audit = audit;
        this.wishes = wishes;
    }

    /// Asks for work in the caller's transaction: if that rolls back, nobody ever asked. While the subject has a
    /// live job of this kind, that one is returned instead of a second.
    ///
    /// @param subjectId what the work is about
    @Transactional
    public Job submit(String kind, UUID subjectId) {
        return submit(kind, subjectId, JobPriority.WAITED_FOR);
    }

    /// The same, for work that may have to stand back.
    @Transactional
    public Job submit(String kind, UUID subjectId, JobPriority priority) {
        return submit(kind, subjectId, JobWishes.NONE, priority);
    }

    /// The same, for work whose subject does not tell all.
    ///
    /// @param wish for the work to read with [RunningJob#wish]
    @Transactional
    public Job submit(String kind, UUID subjectId, Record wish) {
        return submit(kind, subjectId, wishes.text(wish), JobPriority.WAITED_FOR);
    }

    private Job submit(String kind, UUID subjectId, String payload, JobPriority priority) {
        var lane = works.named(kind).lane();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            var inserted = rows.insert(ids.next(), kind, lane, subjectId, payload);
            if (inserted.isPresent()) {
                queues.enqueue(inserted.get(), priority);
                return inserted.get();
            }
            var live = rows.live(kind, subjectId);
            if (live.isPresent()) {
                return live.get();
            } // the one that was in the way has ended since
        }
        throw new IllegalStateException(
                "jobs of " + kind + " for " + subjectId + " end as fast as others are submitted");
    }

    /// Says in which order the waiting jobs of a kind begin that has a lane for itself; without a word, it
    /// is first come, first served. Jobs that have begun or ended meanwhile are left as they are.
    ///
    /// @param subjects first to last
    @Transactional
    public void arrange(String kind, List<UUID> subjects) {
        rows.arrange(works.named(kind).lane(), kind, subjects, JobPriority.WAITED_FOR.rank());
    }

    /// Asks a job to end: at once when it waits, within a step when it runs. Cancelling twice is cancelling once.
    ///
    /// @throws ProblemException `JOB_ENDED` when it has ended some other way, `NOT_FOUND`
    @Transactional
    public Job cancel(UUID id) {
        var waiting = rows.cancelReady(id);
        if (waiting.isPresent()) {
            works.named(waiting.get().kind()).ended(waiting.get());
            return waiting.get();
        }
        return rows.requestCancel(id).orElseGet(() -> {
            var job = rows.find(id).orElseThrow(() -> ProblemException.notFound("job", id));
            if (job.state() != JobState.CANCELLED) {
                throw new ProblemException(JobProblem.JOB_ENDED, "The job is " + job.state() + " already.");
            }
            return job;
        });
    }

    /// The same, asked for by somebody who looks after all jobs.
    @Transactional
    Job stop(UUID id) {
        var job = cancel(id);
        audit.record("job.cancelled", id, Map.of("kind", job.kind(), "subject", job.subjectId()));
        return job;
    }

    public Optional<Job> find(UUID id) {
        return rows.find(id);
    }

    /// The newest of this kind about the subject, newest first.
    public List<Job> newest(String kind, UUID subjectId, int limit) {
        return rows.newest(kind, subjectId, limit);
    }

    /// The job of this kind that waits or runs for the subject.
    public Optional<Job> live(String kind, UUID subjectId) {
        return rows.live(kind, subjectId);
    }

    /// The same, and until the caller's transaction ends the job neither writes nor ends. Whoever
    /// changes rows that the job changes too holds it first: a job at work holds its own row before any
    /// other.
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Job> hold(String kind, UUID subjectId) {
        return rows.lockLive(kind, subjectId);
    }

    /// What runs, what waits, then the newest of what is over.
    List<Job> liveFirst(int limit) {
        return rows.liveFirst(limit);
    }

    /// What became of each attempt at a job, oldest first.
    ///
    /// @throws ProblemException `NOT_FOUND`
    List<JobAttempt> attempts(UUID id) {
        if (rows.find(id).isEmpty()) {
            throw ProblemException.notFound("job", id);
        }
        return rows.attempts(id);
    }

    public Map<JobState, Long> countByState() {
        return rows.countByState();
    }

    /// The row twice a second, whichever process works on it, from now to its end. Whoever is slow hears
    /// the latest.
    public Multi<Job> watch(UUID id) {
        return events.untilShutdown(Multi.createFrom().deferred(() -> rowsUpToTheEnd(id)))
                .onOverflow()
                .dropPreviousItems();
    }

    private Multi<Job> rowsUpToTheEnd(UUID id) {
        var ended = new AtomicBoolean();
        return Multi.createFrom()
                .ticks()
                .every(WATCH_PERIOD)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .select()
                .first(tick -> !ended.get())
                .map(tick -> QuarkusTransaction.requiringNew().call(() -> rows.find(id)))
                .select()
                .where(Optional::isPresent)
                .map(Optional::get)
                .invoke(job -> ended.set(job.state().ended()));
    }
}
