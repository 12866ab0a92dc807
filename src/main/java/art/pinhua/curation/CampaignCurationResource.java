package art.pinhua.curation;

import art.pinhua.platform.Roles;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/// The curation runs of a campaign.
@Path("/api/campaigns/{id}/curations")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class CampaignCurationResource {

    private final CurationJobs jobs;
    private final CurationRows rows;
    private final CurationViews views;
    private final SecurityIdentity person;

    CampaignCurationResource(CurationJobs jobs, CurationRows rows, CurationViews views, SecurityIdentity person) {
        this.jobs = jobs;
        this.rows = rows;
        this.views = views;
        this.person = person;
    }

    /// Asks for a curation of the votes cast so far; a job computes it, or the one that is under way.
    @POST
    @RunOnVirtualThread
    @ResponseStatus(RestResponse.StatusCode.ACCEPTED)
    @APIResponse(
            responseCode = "202",
            description = "Accepted",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CurationJob.class)))
    public CurationJob curate(@PathParam("id") UUID id) {
        return jobs.ask(id, person.getPrincipal().getName());
    }

    /// The curations that were asked for lately, newest first: how far each is, and what came of it.
    @GET
    @Path("/jobs")
    @RunOnVirtualThread
    public List<CurationJob> jobs(@PathParam("id") UUID id) {
        return jobs.ofCampaign(id);
    }

    @GET
    @RunOnVirtualThread
    public List<CurationSummary> ofCampaign(@PathParam("id") UUID id) {
        if (!rows.campaignExists(id)) {
            throw ProblemException.notFound("campaign", id);
        }
        return views.ofCampaign(id);
    }
}
