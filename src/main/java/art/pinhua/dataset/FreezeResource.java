package art.pinhua.dataset;

import art.pinhua.platform.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;

/// Freezes a curation run in a snapshot.
@Path("/api/curations/{id}/snapshots")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class FreezeResource {

    private final Snapshots snapshots;
    private final SecurityIdentity person;

    FreezeResource(Snapshots snapshots, SecurityIdentity person) {
        this.snapshots = snapshots;
        this.person = person;
    }

    public record NewSnapshot(@NotBlank @Size(max = 200) String name) {}

    @POST
    @RunOnVirtualThread
    public Snapshot freeze(@PathParam("id") UUID curationId, @Valid NewSnapshot wanted) {
        return snapshots.freeze(
                curationId, wanted.name().strip(), person.getPrincipal().getName());
    }
}
