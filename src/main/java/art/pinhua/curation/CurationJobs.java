package art.pinhua.curation;

import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.JobResource.JobView;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Asks for curation runs, and tells what becomes of them.
@ApplicationScoped
class CurationJobs {
    private static final int MOST = 10;

    private final Jobs jobs;
    private final CurationRows rows;
    private final AuditLog audit;

    CurationJobs(Jobs jobs, CurationRows rows, AuditLog audit) {
        this.jobs = jobs;
        this.rows = rows;
        this.audit = audit;
    }

    /// Asks for a curation by the default rules. While one of the campaign is under way, that one is it.
    @Transactional
    CurationJob ask(UUID campaignId, String person) {
        if (!rows.campaignExists(campaignId)) {
            throw ProblemException.notFound("campaign", campaignId);
        }
        if (!rows.campaignHasVotes(campaignId)) {
            throw new ProblemException(
                    CurationProblem.CAMPAIGN_HAS_NO_VOTES, "Nobody has voted in campaign " + campaignId + " yet.");
        }
        var wish = new CurateWork.Wish(person, rows.now());
        var job = jobs.submit(CurateWork.KIND, campaignId, wish);
        audit.record("curation.run", campaignId, Map.of("job", job.id()));
        return view(job);
    }

    /// The newest of a campaign, newest first.
    List<CurationJob> ofCampaign(UUID campaignId) {
        if (!rows.campaignExists(campaignId)) {
            throw ProblemException.notFound("campaign", campaignId);
        }
        return jobs.newest(CurateWork.KIND, campaignId, MOST).stream()
                .map(this::view)
                .toList();
    }

    private CurationJob view(Job job) {
        return new CurationJob(JobView.of(job), rows.ofJob(job.id()).orElse(null));
    }
}
