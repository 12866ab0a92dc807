package art.pinhua.platform.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Wakes workers: one db-scheduler a lane, with a queue table and threads of its own. It says *that* a job is
/// due; everything else is in the job's row.
@Singleton
class JobQueues {
    private static final String TASK = "job";
    /// A lane knows all its tasks, so nothing in its queue is ever abandoned.
    private static final Duration NEVER = Duration.ofDays(36_500);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private final JobPool pool;
    private final JobAttempts attempts;
    private final JobSettings settings;
    private final DatabaseClock clock;
    private final TransactionSynchronizationRegistry transaction;
    private final boolean worker;
    private final Map<JobLane, SchedulerClient> clients = new EnumMap<>(JobLane.class);
    private final Map<JobLane, Scheduler> schedulers = new EnumMap<>(JobLane.class);

    JobQueues(
            DataSource database,
            JobPool pool,
            JobAttempts attempts,
            JobSettings settings,
            DatabaseClock clock,
            TransactionSynchronizationRegistry transaction,
            @ConfigProperty(name = "pinhua.role") String role) {
        this.pool = pool;
        this.attempts = attempts;
        this.settings = settings;
        this.clock = clock;
        this.transaction = transaction;
        this.worker = switch (role) {
            case "worker", "both" -> true;
            case "web" -> false;
            default -> throw new IllegalArgumentException("pinhua.role must be web, worker or both, was " + role);
        };
        for (var lane : JobLane.values()) {
            clients.put(
                    lane,
                    SchedulerClient.Builder.create(database)
                            .tableName(lane.table())
                            .enablePriority()
                            .build());
        }
    }

    /// Joins the caller's transaction; after its commit a worker in this process looks at once.
    void enqueue(Job job, JobPriority priority) {
        var instance = TaskDescriptor.of(TASK)
                .instance(job.id().toString())
                .priority(priority.rank())
                .scheduledTo(clock.now());
        client(job.lane()).scheduleIfNotExists(instance);
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                var scheduler = schedulers.get(job.lane());
                if (status == Status.STATUS_COMMITTED && scheduler != null) {
                    scheduler.triggerCheckForDueExecutions();
                }
            }
        });
    }

    void start(@Observes StartupEvent event) {
        if (worker) {
            for (var lane : JobLane.values()) {
                var scheduler = scheduler(lane);
                schedulers.put(lane, scheduler);
                scheduler.start();
            }
        }
    }

    /// Running jobs learn of the stop while requests are still answered, and what they give back is left to others.
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        schedulers.values().forEach(Scheduler::pause);
        attempts.stop();
    }

    void stop(@Observes ShutdownEvent event) {
        attempts.stop();
        schedulers.values().parallelStream().forEach(Scheduler::stop);
    }

    private CompletionHandler<Void> attempt(TaskInstance<Void> task, ExecutionContext context) {
        var wait = attempts.attempt(UUID.fromString(task.getId()), context.getSchedulerState()::isShuttingDown);
        return (complete, operations) -> wait.ifPresentOrElse(
                time -> operations.reschedule(complete, clock.now().plus(time)), operations::remove);
    }

    private SchedulerClient client(JobLane lane) {
        return Objects.requireNonNull(clients.get(lane));
    }

    private Scheduler scheduler(JobLane lane) {
        CustomTask<Void> task = Tasks.custom(TASK, Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, clock.now().plus(AFTER_TROUBLE)))
                .onDeadExecutionRevive()
                .execute(this::attempt);
        return Scheduler.create(pool.dataSource(), task)
                .tableName(lane.table())
                .enablePriority()
                .schedulerName(new SchedulerName.Fixed(attempts.worker()))
                .threads(lane.threads())
                .pollingInterval(settings.polling())
                .pollUsingLockAndFetch(0.5, 1.0)
                .heartbeatInterval(lane.heartbeat(settings))
                .missedHeartbeatsLimit(JobLane.MISSED_HEARTBEATS)
                .deleteUnresolvedAfter(NEVER)
                .shutdownMaxWait(settings.stopping())
                .clock(clock)
                .build();
    }
}
