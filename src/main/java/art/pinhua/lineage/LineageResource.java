package art.pinhua.lineage;

import art.pinhua.platform.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;

/// Lineage over the API.
@Path("/api/lineage")
public class LineageResource {

    private final Ancestry ancestry;

    LineageResource(Ancestry ancestry) {
        this.ancestry = ancestry;
    }

    @GET
    @RunOnVirtualThread
    @Path("/images/{id}")
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public LineageView ofImage(@PathParam("id") UUID id) {
        return ancestry.of(id);
    }
}
