package art.pinhua.dataset;

import art.pinhua.platform.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.UUID;

/// Snapshots over the API.
@Path("/api/snapshots")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class SnapshotResource {

    private final Snapshots snapshots;

    SnapshotResource(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @GET
    @RunOnVirtualThread
    public List<Snapshot> all() {
        return snapshots.all();
    }

    @GET
    @RunOnVirtualThread
    @Path("/{id}")
    public Snapshot byId(@PathParam("id") UUID id) {
        return snapshots.byId(id);
    }

    @GET
    @RunOnVirtualThread
    @Path("/{id}/manifest")
    @Produces(MediaType.APPLICATION_JSON)
    public String manifest(@PathParam("id") UUID id) {
        return snapshots.manifestText(id);
    }

    /// A tar archive with manifest, preferences, images and the files of learned words.
    @GET
    @RunOnVirtualThread
    @Path("/{id}/export")
    @Produces("application/x-tar")
    public Response export(@PathParam("id") UUID id) {
        var folder = snapshots.shown(id);
        StreamingOutput archive = out -> SnapshotArchive.write(folder, out);
        String name = "snapshot-" + snapshots.byId(id).digest().substring(0, 12) + ".tar";
        return Response.ok(archive)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }
}
