package art.pinhua.dataset;

import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.jobs.JobResource.JobView;
import art.pinhua.platform.jobs.JobState;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Asks for snapshots, and tells what becomes of them.
@ApplicationScoped
class FreezeJobs {
    private static final int MOST = 10;

    private final Jobs jobs;
    private final Freezer freezer;
    private final SnapshotRows rows;
    private final AuditLog audit;

    FreezeJobs(Jobs jobs, Freezer freezer, SnapshotRows rows, AuditLog audit) {
        this.jobs = jobs;
        this.freezer = freezer;
        this.rows = rows;
        this.audit = audit;
    }

    /// The snapshot of this content where there is one; otherwise a job makes it, or the one that is under way.
    @Transactional
    FreezeJob ask(UUID curationId, String name, String person) {
        var there = freezer.there(curationId);
        if (there.isPresent()) {
            return new FreezeJob(null, there.get());
        }
        var job = jobs.submit(FreezeWork.KIND, curationId, new FreezeWork.Wish(name, person));
        audit.record("snapshot.frozen", curationId, Map.of("name", name, "job", job.id()));
        return new FreezeJob(JobView.of(job), null);
    }

    /// The newest of a curation run, newest first.
    List<FreezeJob> ofCuration(UUID curationId) {
        if (!rows.curationExists(curationId)) {
            throw ProblemException.notFound("curation", curationId);
        }
        var snapshot = rows.ofCuration(curationId).orElse(null); // whichever job was first, there is but one
        return jobs.newest(FreezeWork.KIND, curationId, MOST).stream()
                .map(job -> new FreezeJob(JobView.of(job), job.state() == JobState.DONE ? snapshot : null))
                .toList();
    }
}
