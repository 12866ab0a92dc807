package art.pinhua.finetuning;

import art.pinhua.platform.DiskRoom;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.JobCancelled;
import art.pinhua.platform.jobs.JobFailed;
import art.pinhua.platform.jobs.JobInterrupted;
import art.pinhua.platform.jobs.JobLane;
import art.pinhua.platform.jobs.JobWaits;
import art.pinhua.platform.jobs.JobWork;
import art.pinhua.platform.jobs.RunningJob;
import art.pinhua.registry.NewAdapter;
import art.pinhua.registry.Registry;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The job of one run: prepare, start a trainer, follow it to its end, publish the adapter.
///
/// A trainer resumes by itself from the last good checkpoint in the folder, so an attempt after a crash does exactly
/// what the first one did.
@ApplicationScoped
class TrainWork implements JobWork {
    static final String KIND = "train";

    /// Events, so that no transaction lasts long however far away the database is.
    private static final int ENTERED_AT_ONCE = 500;

    private final RunRows runs;
    private final RunLedger ledger;
    private final RunFolder folders;
    private final Registry registry;
    private final Blobs blobs;
    private final TrainerSettings settings;
    private final Duration lease;
    private final Duration usualPatience;
    private final Clock clock;

    TrainWork(
            RunRows runs,
            RunLedger ledger,
            RunFolder folders,
            Registry registry,
            Blobs blobs,
            TrainerSettings settings,
            @ConfigProperty(name = "pinhua.jobs.train-heartbeat", defaultValue = "30s") Duration heartbeat,
            @ConfigProperty(name = "pinhua.jobs.silence", defaultValue = "30m") Duration usualPatience,
            Clock clock) {
        this.runs = runs;
        this.ledger = ledger;
        this.folders = folders;
        this.registry = registry;
        this.blobs = blobs;
        this.settings = settings;
        this.lease = heartbeat.multipliedBy(JobLane.MISSED_HEARTBEATS);
        this.usualPatience = usualPatience;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobLane lane() {
        return JobLane.TRAIN;
    }

    /// The trainer's own limits come first, whatever they are set to: they know what it does.
    @Override
    public Optional<Duration> patience() {
        return Optional.of(longest(
                usualPatience,
                settings.startWithin().plus(settings.farewell()),
                settings.silence().plus(settings.farewell())));
    }

    private static Duration longest(Duration... durations) {
        return Collections.max(Arrays.asList(durations));
    }

    @Override
    public void run(RunningJob job) throws InterruptedException, TrainerGone {
        var run =
                runs.byId(job.subjectId()).orElseThrow(() -> new JobFailed("There is no run " + job.subjectId() + "."));
        endOrphan(run.id());
        if (run.state() == RunState.DONE) { // by a worker that died before its job ended
            folders.clear(run.id());
            return;
        }
        Path folder = folders.prepare(run);
        job.write(() -> runs.running(run.id(), clock.instant()));
        var tail = new EventTail(folder);
        var standing = Standing.of(tail.next(), ledger.lastStep(run.id()));
        job.write(() -> ledger.forgetAfter(run.id(), standing.step()));
        enter(job, run, folder, standing.events());
        job.check();
        var trainer = TrainerProcess.start(settings, folder);
        try {
            job.write(() -> runs.trainer(run.id(), trainer.identity()));
            var last = follow(job, run, folder, tail, trainer);
            finish(job, run, folder, last, trainer);
        } finally {
            if (trainer.isAlive() && !job.stopping()) {
                trainer.kill();
            }
        }
    }

    /// A run that nobody takes up again must not go on without anybody.
    @Override
    public void clearAway(Job job) {
        endOrphan(job.subjectId());
    }

    /// One whose worker was killed before it entered which process it had started stands in the folder
    /// alone.
    private void endOrphan(UUID runId) {
        Path folder = folders.of(runId);
        folders.trainer(runId).ifPresent(orphan -> TrainerProcess.endOrphan(orphan, folder, settings.farewell()));
        runs.trainer(runId).ifPresent(orphan -> {
            TrainerProcess.endOrphan(orphan, folder, settings.farewell());
            runs.trainerGone(runId, orphan);
        });
    }

    @Override
    public void ended(Job job) {
        switch (job.state()) {
            case CANCELLED -> runs.ended(job.subjectId(), RunState.CANCELLED, null, clock.instant());
            case FAILED, DEAD -> runs.ended(job.subjectId(), RunState.FAILED, job.message(), clock.instant());
            case DONE, READY, RUNNING -> {} // a finished run says so together with its model version
        }
    }

    /// Reads events until the trainer has gone.
    ///
    /// @return its last word about how it ended
    private Optional<RunEvent> follow(RunningJob job, Run run, Path folder, EventTail tail, TrainerProcess trainer)
            throws InterruptedException {
        @Nullable RunEvent last = null;
        long heard = System.nanoTime();
        Duration patience = settings.startWithin();
        var unentered = new ArrayList<RunEvent>();
        var absence = new Absence(lease, System::nanoTime);
        boolean gone = false;
        while (!gone) {
            gone = !trainer.isAlive(); // looked at first: what it wrote before it went is read below
            var events = tail.next();
            unentered.addAll(events);
            if (!events.isEmpty()) {
                heard = System.nanoTime();
                patience = settings.silence();
                last = lastEnd(events, last);
            } else if (System.nanoTime() - heard > patience.toNanos()) {
                trainer.kill();
                throw new IllegalStateException("the trainer reported no progress for " + patience);
            }
            boolean cancelled = false;
            try {
                enter(job, run, folder, unentered, absence);
                cancelled = job.cancelRequested();
            } catch (RuntimeException e) {
                bear(e, absence, trainer);
            }
            if (!gone && job.stopping()) {
                trainer.ask(); // it writes its checkpoint while this process leaves
                throw new JobInterrupted();
            } else if (!gone && cancelled) {
                trainer.stop(settings.farewell());
            } else if (!gone) {
                Thread.sleep(settings.polling());
            }
        }
        return Optional.ofNullable(last);
    }

    /// Enters what is not entered yet. After a failure it also asks with nothing to enter: an answer ends the
    /// absence.
    private void enter(RunningJob job, Run run, Path folder, List<RunEvent> unentered, Absence absence) {
        if (unentered.isEmpty() && absence.lasts()) {
            job.write(() -> {});
        }
        enter(job, run, folder, unentered);
        tell(job, run, unentered);
        unentered.clear();
        absence.over();
    }

    /// A trainer needs no database, so it works on while that is away, for as long as no other worker can have
    /// taken the job over; after that it is asked to stop, with a checkpoint.
    private void bear(RuntimeException failure, Absence absence, TrainerProcess trainer) throws InterruptedException {
        boolean borne = absence.bears(failure);
        if (trainer.isAlive() && borne) {
            return;
        }
        if (trainer.isAlive() && absence.lasts()) {
            trainer.stop(settings.farewell());
        }
        throw failure;
    }

    private void enter(RunningJob job, Run run, Path folder, List<RunEvent> events) {
        for (int first = 0; first < events.size(); first += ENTERED_AT_ONCE) {
            var some = events.subList(first, Math.min(events.size(), first + ENTERED_AT_ONCE));
            var kept = ledger.keep(folder, some);
            job.write(() -> ledger.enter(run.id(), some, kept));
        }
    }

    private static void tell(RunningJob job, Run run, List<RunEvent> events) {
        for (RunEvent event : events) {
            if (event instanceof RunEvent.Step step) {
                job.progress(step.step(), run.steps(), "");
            } else if (event instanceof RunEvent.Preparing preparing && preparing.step() == 0) {
                job.progress(preparing.done(), preparing.total(), "");
            }
        }
    }

    private static @Nullable RunEvent lastEnd(List<RunEvent> events, @Nullable RunEvent before) {
        @Nullable RunEvent last = before;
        for (RunEvent event : events) {
            last = switch (event) {
                case RunEvent.Done done -> done;
                case RunEvent.Failed failed -> failed;
                case RunEvent.Cancelled cancelled -> cancelled;
                case RunEvent.Started started -> null;
                default -> last;
            };
        }
        return last;
    }

    private void finish(RunningJob job, Run run, Path folder, Optional<RunEvent> last, TrainerProcess trainer)
            throws TrainerGone {
        switch (last.orElse(null)) {
            case RunEvent.Done done -> publish(job, run, folder, done);
            case RunEvent.Failed failed when failed.reason() == RunFailure.NO_ROOM -> throw new JobWaits(DiskRoom.FULL);
            case RunEvent.Failed failed -> throw new JobFailed(failed.message());
            case null, default -> {
                if (job.stopping()) {
                    throw new JobInterrupted();
                }
                if (job.cancelRequested()) {
                    throw new JobCancelled();
                }
                if (trainer.exitCode() == RunFailure.NO_ROOM_STATUS) {
                    throw new JobWaits(DiskRoom.FULL);
                }
                throw new TrainerGone(trainer.exitCode(), trainer.lastWords());
            }
        }
    }

    /// Bytes first, then the rows that name them, under the job's fence.
    private void publish(RunningJob job, Run run, Path folder, RunEvent.Done done) {
        String sha256 = blobs.store(folder.resolve(done.adapter())).sha256();
        if (!sha256.equals(done.sha256())) {
            throw new IllegalStateException("the trainer wrote adapter " + done.sha256() + ", the disk has " + sha256);
        }
        var adapter = adapter(run, done);
        job.write(() -> {
            var version = registry.register(adapter, 1);
            runs.done(run.id(), done.step(), sha256, version.id(), clock.instant());
        });
        folders.clear(run.id());
    }

    /// What the file holds, not what the run was asked for: one that goes on from an adapter keeps its
    /// alpha and layers.
    private NewAdapter adapter(Run run, RunEvent.Done done) {
        var content = done.content();
        if (content == null) {
            throw new IllegalStateException("the trainer did not tell what its adapter holds");
        }
        return new NewAdapter(
                registry.version(run.baseVersionId()).baseModel().id(),
                done.sha256(),
                run.name(),
                content.rank(),
                content.alpha(),
                content.targetModules(),
                content.parameters());
    }
}
