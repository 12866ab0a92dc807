package art.pinhua.campaign;

import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.prompt.Prompts;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.Registry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Campaigns for the slices downstream and for the pages: create, open, close, look at.
@ApplicationScoped
public class Campaigns {
    private final CampaignRows rows;
    private final Tasks tasks;
    private final Prompts prompts;
    private final Registry registry;
    private final Jobs jobs;
    private final Ids ids;
    private final AuditLog audit;
    private final Event<CampaignClosed> closed;

    Campaigns(
            CampaignRows rows,
            Tasks tasks,
            Prompts prompts,
            Registry registry,
            Jobs jobs,
            Ids ids,
            AuditLog audit,
            Event<CampaignClosed> closed) {
        this.rows = rows;
        this.tasks = tasks;
        this.prompts = prompts;
        this.registry = registry;
        this.jobs = jobs;
        this.ids = ids;
        this.audit = audit;
        this.closed = closed;
    }

    public List<Campaign> all() {
        return rows.all();
    }

    public Campaign view(UUID id) {
        return rows.byId(id).orElseThrow(() -> ProblemException.notFound("campaign", id));
    }

    /// Refuses what would show the pictures of a comparison that is not closed.
    public void checkShown(UUID id) {
        Blindfold.check(view(id));
    }

    public CampaignCounts counts(UUID id) {
        return tasks.counts(view(id));
    }

    /// Every task with its images, gold tasks included; for those who curate, never for raters.
    public List<TaskView> tasks(UUID campaignId) {
        return tasks.ofCampaign(campaignId);
    }

    @Transactional
    public Campaign create(NewCampaign wish, String createdBy) {
        check(wish);
        var version = wish.modelVersionId() == null
                ? registry.serving().modelVersion()
                : registry.version(wish.modelVersionId());
        if (wish.challengerVersionId() != null) {
            checkChallenger(registry.version(wish.challengerVersionId()), version);
        }
        UUID id = ids.next();
        rows.add(id, wish, version.id(), createdBy);
        audit.record("campaign.created", id, Map.of("name", wish.name(), "kind", wish.kind()));
        return view(id);
    }

    private void check(NewCampaign wish) {
        if (prompts.set(wish.promptSetId()).promptCount() == 0) {
            throw ProblemException.invalid("promptSetId", "names a set without prompts");
        }
        boolean comparison = wish.kind() == Campaign.Kind.COMPARISON;
        if (comparison != (wish.challengerVersionId() != null)) {
            throw ProblemException.invalid("challengerVersionId", "belongs to a comparison, and only there");
        }
        if (comparison && wish.taskKind() != Campaign.TaskKind.PAIR) {
            throw ProblemException.invalid("taskKind", "must be PAIR in a comparison");
        }
        int least = comparison ? 1 : wish.taskKind().images();
        if (wish.imagesPerPrompt() < least) {
            throw ProblemException.invalid("imagesPerPrompt", "must be at least " + least + " for these tasks");
        }
    }

    private static void checkChallenger(ModelVersion challenger, ModelVersion champion) {
        if (challenger.id().equals(champion.id())) {
            throw ProblemException.invalid("challengerVersionId", "must be another version than the champion");
        }
        if (!challenger.drawsInTheSizeOf(champion)) {
            throw ProblemException.invalid("challengerVersionId", "must draw pictures of the champion's size");
        }
    }

    /// Starts making the images; the campaign takes votes when they are there. Opening twice is opening once.
    @Transactional
    public Campaign open(UUID id) {
        var before = view(id);
        if (before.state() == CampaignState.DRAFT
                && rows.move(id, CampaignState.DRAFT, CampaignState.GENERATING, null)) {
            jobs.submit(OpenCampaignWork.KIND, id, OpenCampaignWork.priority(before));
            audit.record("campaign.opened", id, Map.of("name", before.name()));
        }
        var after = view(id); // somebody else may have been first
        if (after.state() == CampaignState.CLOSED) {
            throw new ProblemException(CampaignProblem.CAMPAIGN_STATE, "A closed campaign is not opened again.");
        }
        return after;
    }

    /// The job that makes its images now.
    Optional<Job> opening(Campaign campaign) {
        return campaign.state() == CampaignState.GENERATING
                ? jobs.live(OpenCampaignWork.KIND, campaign.id())
                : Optional.empty();
    }

    /// Ends voting; votes already on their way are kept and marked late. Closing twice is closing once. Whoever
    /// observes [CampaignClosed] does so in the transaction that ends it, and sees every vote that is in time.
    public Campaign close(UUID id) {
        var campaign = view(id);
        while (campaign.state() != CampaignState.CLOSED) {
            var seen = campaign;
            QuarkusTransaction.joiningExisting().run(() -> close(seen));
            campaign = view(id); // closed now, or moved on by its job in between
        }
        return campaign;
    }

    /// Does nothing to one that has moved on. The job is held before the campaign, since the job itself
    /// takes them in this order; and each try is a transaction of its own, since a move that comes too
    /// late holds the campaign all the same.
    private void close(Campaign campaign) {
        var opening = campaign.state() == CampaignState.GENERATING
                ? jobs.hold(OpenCampaignWork.KIND, campaign.id())
                : Optional.<Job>empty();
        rows.awaitVotes(campaign.id());
        if (rows.move(campaign.id(), campaign.state(), CampaignState.CLOSED, null)) {
            opening.ifPresent(job -> jobs.cancel(job.id()));
            audit.record("campaign.closed", campaign.id(), Map.of("name", campaign.name()));
            closed.fire(new CampaignClosed(campaign.id()));
        }
    }
}
