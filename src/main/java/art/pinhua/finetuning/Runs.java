package art.pinhua.finetuning;

import art.pinhua.curation.Curations;
import art.pinhua.dataset.Snapshot;
import art.pinhua.dataset.Snapshots;
import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Starts, cancels and resumes runs.
@ApplicationScoped
public class Runs {

    private final RunRows rows;
    private final Snapshots snapshots;
    private final Curations curations;
    private final Registry registry;
    private final Jobs jobs;
    private final Sql sql;
    private final Ids ids;
    private final Clock clock;
    private final AuditLog audit;

    Runs(
            RunRows rows,
            Snapshots snapshots,
            Curations curations,
            Registry registry,
            Jobs jobs,
            Sql sql,
            Ids ids,
            Clock clock,
            AuditLog audit) {
        this.rows = rows;
        this.snapshots = snapshots;
        this.curations = curations;
        this.registry = registry;
        this.jobs = jobs;
        this.sql = sql;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
    }

    public List<Run> newest(int limit) {
        return rows.newest(limit);
    }

    /// @throws ProblemException if there is none
    public Run byId(UUID id) {
        return rows.byId(id).orElseThrow(() -> ProblemException.notFound("run", id));
    }

    /// The run that made a model version.
    public Optional<Run> ofModelVersion(UUID modelVersionId) {
        return rows.ofModelVersion(modelVersionId);
    }

    /// Run and job appear together or not at all. A snapshot stays as it is when raters withdraw, but teaches no new
    /// adapter.
    @Transactional
    Run start(NewRun wanted, String person) {
        var snapshot = snapshots.byId(wanted.snapshotId());
        curations.checkNoneWithdrawn(snapshot.curationId());
        var base = baseVersion(snapshot);
        Trainability.require(base);
        var run = new Run(
                ids.next(),
                snapshot.id(),
                snapshot.name(),
                base.id(),
                wanted.nameOr(snapshot.name()),
                wanted.objectiveOrDefault(),
                wanted.stepsOrDefault(),
                rank(wanted, base),
                wanted.learningRateOrDefault(),
                wanted.beta(),
                wanted.batchGroupsOrDefault(),
                wanted.seedOrDefault(),
                RunState.QUEUED,
                false,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                person,
                clock.instant(),
                null,
                null);
        rows.insert(run);
        jobs.submit(TrainWork.KIND, run.id());
        audit.record("run.started", run.id(), Map.of("name", run.name(), "snapshot", run.snapshotId()));
        return run;
    }

    /// The run ends at its next step, or at once if it waits; its checkpoint stays.
    @Transactional
    Run cancel(UUID id) {
        var run = byId(id);
        if (run.state() == RunState.CANCELLED) {
            return run;
        }
        var job = jobs.live(TrainWork.KIND, id)
                .orElseThrow(() ->
                        new ProblemException(FinetuningProblem.RUN_ENDED, "The run is " + run.state() + " already."));
        jobs.cancel(job.id());
        if (!run.cancelRequested()) {
            audit.record("run.cancelled", id, Map.of("name", run.name()));
        }
        return byId(id);
    }

    /// Takes the run up at its last checkpoint, unless raters have withdrawn since: that, too, would teach a
    /// new adapter.
    @Transactional
    Run resume(UUID id) {
        var run = byId(id);
        if (!rows.requeue(id)) {
            throw new ProblemException(FinetuningProblem.RUN_NOT_RESUMABLE, "The run is " + run.state() + ".");
        }
        curations.checkNoneWithdrawn(snapshots.byId(run.snapshotId()).curationId());
        jobs.submit(TrainWork.KIND, id);
        audit.record("run.resumed", id, Map.of("name", run.name()));
        return byId(id);
    }

    /// The version whose images were judged.
    private ModelVersion baseVersion(Snapshot snapshot) {
        UUID version = sql.one(
                "select model_version_id from campaign where id = ?",
                row -> Sql.uuid(row, "model_version_id"),
                snapshot.campaignId());
        return registry.version(version);
    }

    private static int rank(NewRun wanted, ModelVersion base) {
        var parent = base.adapter();
        if (parent == null) {
            return wanted.rankOrDefault();
        }
        if (wanted.rank() != null && wanted.rank() != parent.rank()) {
            throw new ProblemException(
                    FinetuningProblem.RANK_OF_PARENT,
                    "The run goes on from adapter " + parent.name() + " of rank " + parent.rank() + ", not "
                            + wanted.rank() + ".");
        }
        return parent.rank();
    }
}
