package art.pinhua.curation;

import art.pinhua.platform.jobs.JobFailed;
import art.pinhua.platform.jobs.JobWork;
import art.pinhua.platform.jobs.RunningJob;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;

/// The job of one curation run: reads a campaign's votes, computes by the default rules, and keeps what came of them,
/// or finds that it was kept before.
///
/// Everything rests on the votes cast until somebody asked, so an attempt after a crash gives what the first one would
/// have given. But nobody's votes are used after they withdrew: who withdraws before the votes are read, even after
/// somebody asked, stays out.
@ApplicationScoped
class CurateWork implements JobWork {
    static final String KIND = "curate";

    private final BallotBox ballots;
    private final CurationRows rows;

    CurateWork(BallotBox ballots, CurationRows rows) {
        this.ballots = ballots;
        this.rows = rows;
    }

    /// What the job is asked for; a vote cast later belongs to the next run.
    record Wish(String person, Instant askedAt) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void run(RunningJob job) {
        if (rows.ofJob(job.id()).isPresent()) {
            return;
        }
        UUID campaignId = job.subjectId();
        var wish = job.wish(Wish.class);
        var opened = ballots.open(campaignId, wish.askedAt(), job::check);
        if (opened.votes().isEmpty()) {
            throw new JobFailed("Nobody had voted in campaign " + campaignId + " when this was asked for.");
        }
        var rules = CurationRules.DEFAULT;
        var result = Curator.curate(opened, rules, (done, total) -> {
            job.progress(done, total, "");
            job.check();
        });
        job.write(() -> rows.keep(job.id(), campaignId, rules, result, wish.person(), wish.askedAt()));
    }
}
