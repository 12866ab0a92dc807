package art.pinhua.campaign;

import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.label.AigcLabel;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.rater.CurrentRater;
import art.pinhua.rater.Raters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a rater asks for: campaigns, the next tasks, their images. Open to everybody; experts see more campaigns.
@Path("/api/rating")
public class RatingResource {
    private final CampaignRows campaigns;
    private final Assignments assignments;
    private final CurrentRater current;
    private final Raters raters;
    private final Blobs blobs;
    private final AigcLabel label;

    RatingResource(
            CampaignRows campaigns,
            Assignments assignments,
            CurrentRater current,
            Raters raters,
            Blobs blobs,
            AigcLabel label) {
        this.campaigns = campaigns;
        this.assignments = assignments;
        this.current = current;
        this.raters = raters;
        this.blobs = blobs;
        this.label = label;
    }

    /// @param name absent where it could tell what is compared with what
    public record RatingCampaign(UUID id, @Nullable String name, String question, Campaign.TaskKind taskKind) {
        static RatingCampaign of(Campaign campaign) {
            var name = campaign.kind() == Campaign.Kind.COMPARISON ? null : campaign.name();
            return new RatingCampaign(campaign.id(), name, campaign.question(), campaign.taskKind());
        }
    }

    /// @param consentVersion the text the rater agreed to, if the page asked
    public record NextRequest(
            @Min(1) @Max(50) int count,
            @Nullable @Min(1) @Max(1000) Integer consentVersion) {}

    @GET
    @Path("/campaigns")
    @RunOnVirtualThread
    @PermitAll
    public List<RatingCampaign> open() {
        var audiences = current.expert()
                ? List.of(Campaign.Audience.values())
                : List.of(Campaign.Audience.CROWD, Campaign.Audience.BOTH);
        return campaigns.open(audiences).stream().map(RatingCampaign::of).toList();
    }

    /// The rater's queue. Asking again brings the same assignments again, until they are answered.
    @POST
    @Path("/campaigns/{id}/next")
    @RunOnVirtualThread
    @PermitAll
    public List<Assignment> next(@PathParam("id") UUID id, @Valid NextRequest request) {
        current.countAsk();
        var campaign = campaigns.byId(id).orElseThrow(() -> ProblemException.notFound("campaign", id));
        if (campaign.audience() == Campaign.Audience.EXPERTS && !current.expert()) {
            throw new ProblemException(
                    CampaignProblem.NOT_IN_AUDIENCE, "Sign in as an expert to rate in this campaign.");
        }
        if (campaign.state() != CampaignState.OPEN) {
            throw new ProblemException(
                    CampaignProblem.CAMPAIGN_NOT_OPEN, "The campaign is " + campaign.state() + " now.");
        }
        var rater = current.orNew();
        if (request.consentVersion() != null) {
            raters.consent(rater.id(), request.consentVersion());
        }
        return assignments.next(id, rater.id(), request.count());
    }

    /// The bytes of one slot of one assignment, drawn anew by one encoder, with nothing that could link two of them
    /// beyond the pixels: the label's number follows from those alone, and is none that the picture has elsewhere.
    @GET
    @Path("/images/{token}")
    @RunOnVirtualThread
    @PermitAll
    public Response image(@PathParam("token") String token) {
        var image = assignments
                .imageOf(token)
                .orElseThrow(() -> new ProblemException(
                        CampaignProblem.IMAGE_GONE, "The address is not one of yours, or too old."));
        current.countPicture(image.raterId());
        byte[] drawn = Pictures.encode(Pictures.decode(blobs.read(image.sha256())));
        return Response.ok(label.onBlind(drawn, image.sha256()), "image/png")
                .header(HttpHeaders.CACHE_CONTROL, "private, max-age=300")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
