package art.pinhua.dataset;

import art.pinhua.platform.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
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
import org.jboss.resteasy.reactive.RestResponse;

/// Freezes a curation run in a snapshot.
@Path("/api/curations/{id}/snapshots")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class FreezeResource {

    private final FreezeJobs jobs;
    private final SecurityIdentity person;

    FreezeResource(FreezeJobs jobs, SecurityIdentity person) {
        this.jobs = jobs;
        this.person = person;
    }

    public record NewSnapshot(@NotBlank @Size(max = 200) String name) {}

    /// The snapshot where it is there already, with 200; otherwise, with 202, the job that freezes it.
    @POST
    @RunOnVirtualThread
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FreezeJob.class)))
    @APIResponse(
            responseCode = "202",
            description = "Accepted",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FreezeJob.class)))
    public RestResponse<FreezeJob> freeze(@PathParam("id") UUID curationId, @Valid NewSnapshot wanted) {
        var asked = jobs.ask(
                curationId, wanted.name().strip(), person.getPrincipal().getName());
        return RestResponse.status(
                asked.snapshot() == null ? RestResponse.Status.ACCEPTED : RestResponse.Status.OK, asked);
    }

    /// The jobs that were asked to freeze this run, newest first: how far each is, and what came of it.
    @GET
    @Path("/jobs")
    @RunOnVirtualThread
    public List<FreezeJob> jobs(@PathParam("id") UUID curationId) {
        return jobs.ofCuration(curationId);
    }
}
