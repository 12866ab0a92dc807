package art.pinhua.campaign;

import art.pinhua.platform.Roles;
import art.pinhua.platform.jobs.JobResource.JobView;
import art.pinhua.platform.jobs.LiveEvents;
import art.pinhua.prompt.Prompts;
import art.pinhua.registry.Registry;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/// Campaigns over HTTP, for those who run them.
@Path("/api/campaigns")
public class CampaignResource {
    private static final Duration WATCH_PERIOD = Duration.ofSeconds(1);
    private static final int PAGE = 100;

    private final Campaigns campaigns;
    private final Galleries galleries;
    private final Prompts prompts;
    private final Registry registry;
    private final LiveEvents live;
    private final SecurityIdentity identity;

    CampaignResource(
            Campaigns campaigns,
            Galleries galleries,
            Prompts prompts,
            Registry registry,
            LiveEvents live,
            SecurityIdentity identity) {
        this.campaigns = campaigns;
        this.galleries = galleries;
        this.prompts = prompts;
        this.registry = registry;
        this.live = live;
        this.identity = identity;
    }

    /// @param opening the job that makes its images now, for those who may cancel it
    /// @param covers  addresses of a few of its images; none of a comparison that is not closed
    public record CampaignView(
            UUID id,
            String name,
            Campaign.Kind kind,
            CampaignState state,
            @Nullable String error,
            String question,
            UUID promptSetId,
            String promptSetName,
            Campaign.Audience audience,
            Campaign.TaskKind taskKind,
            int imagesPerPrompt,
            int overlap,
            double goldShare,
            UUID modelVersionId,
            String modelVersionName,
            @Nullable UUID challengerVersionId,
            Instant createdAt,
            @Nullable Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable JobView opening,
            CampaignCounts counts,
            List<String> covers) {}

    public record CampaignEvent(
            CampaignState state, @Nullable String error, CampaignCounts counts) {}

    /// Experts are told of a comparison when it is closed: its name and versions are no rater's to know before.
    @GET
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public List<CampaignView> all() {
        return campaigns.all().stream()
                .filter(campaign -> !campaign.blind() || runsCampaigns())
                .map(this::view)
                .toList();
    }

    @POST
    @RunOnVirtualThread
    @RolesAllowed({Roles.CURATOR, Roles.ADMIN})
    public CampaignView create(@Valid NewCampaign wish) {
        return view(campaigns.create(wish, identity.getPrincipal().getName()));
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public CampaignView one(@PathParam("id") UUID id) {
        if (!runsCampaigns()) {
            campaigns.checkShown(id);
        }
        return view(campaigns.view(id));
    }

    @POST
    @Path("/{id}/open")
    @RunOnVirtualThread
    @RolesAllowed({Roles.CURATOR, Roles.ADMIN})
    public CampaignView open(@PathParam("id") UUID id) {
        return view(campaigns.open(id));
    }

    @POST
    @Path("/{id}/close")
    @RunOnVirtualThread
    @RolesAllowed({Roles.CURATOR, Roles.ADMIN})
    public CampaignView close(@PathParam("id") UUID id) {
        return view(campaigns.close(id));
    }

    /// The counts, whenever they change.
    @GET
    @Blocking
    @Path("/{id}/events")
    @RolesAllowed({Roles.CURATOR, Roles.ADMIN})
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<CampaignEvent> events(@PathParam("id") UUID id) {
        campaigns.view(id); // an unknown id is refused before the stream begins
        var changes = Multi.createFrom()
                .ticks()
                .every(WATCH_PERIOD)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(tick -> campaigns.view(id))
                .map(now -> new CampaignEvent(now.state(), now.error(), campaigns.counts(id)))
                .skip()
                .repetitions();
        return live.untilShutdown(changes);
    }

    /// Up to a hundred tasks that come after the ordinal.
    @GET
    @Path("/{id}/tasks")
    @RunOnVirtualThread
    @RolesAllowed({Roles.CURATOR, Roles.ADMIN})
    public List<TaskView> tasks(@PathParam("id") UUID id, @QueryParam("after") @DefaultValue("-1") @Min(-1) int after) {
        campaigns.checkShown(id);
        return campaigns.tasks(id).stream()
                .filter(task -> task.ordinal() > after)
                .limit(PAGE)
                .toList();
    }

    /// Its images by prompt, as far as they are made.
    @GET
    @Path("/{id}/images")
    @RunOnVirtualThread
    @RolesAllowed({Roles.CURATOR, Roles.ADMIN})
    public List<Gallery> images(@PathParam("id") UUID id) {
        return galleries.of(campaigns.view(id));
    }

    private boolean runsCampaigns() {
        return identity.hasRole(Roles.CURATOR) || identity.hasRole(Roles.ADMIN);
    }

    private CampaignView view(Campaign campaign) {
        return new CampaignView(
                campaign.id(),
                campaign.name(),
                campaign.kind(),
                campaign.state(),
                campaign.error(),
                campaign.question(),
                campaign.promptSetId(),
                prompts.set(campaign.promptSetId()).name(),
                campaign.audience(),
                campaign.taskKind(),
                campaign.imagesPerPrompt(),
                campaign.overlap(),
                campaign.goldShare(),
                campaign.modelVersionId(),
                registry.version(campaign.modelVersionId()).name(),
                campaign.challengerVersionId(),
                campaign.createdAt(),
                campaign.openedAt(),
                campaign.closedAt(),
                runsCampaigns() ? opening(campaign) : null,
                campaigns.counts(campaign.id()),
                galleries.covers(campaign));
    }

    private @Nullable JobView opening(Campaign campaign) {
        return campaigns.opening(campaign).map(JobView::of).orElse(null);
    }
}
