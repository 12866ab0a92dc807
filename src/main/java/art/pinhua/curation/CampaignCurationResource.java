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
import java.util.List;
import java.util.UUID;

/// The curation runs of a campaign.
@Path("/api/campaigns/{id}/curations")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class CampaignCurationResource {

    private final Curations curations;
    private final CurationRows rows;
    private final CurationViews views;
    private final SecurityIdentity person;

    CampaignCurationResource(Curations curations, CurationRows rows, CurationViews views, SecurityIdentity person) {
        this.curations = curations;
        this.rows = rows;
        this.views = views;
        this.person = person;
    }

    @POST
    @RunOnVirtualThread
    public CurationView curate(@PathParam("id") UUID id) {
        UUID run = curations.run(id, person.getPrincipal().getName());
        return views.find(run).orElseThrow(() -> ProblemException.notFound("curation", run));
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
