package art.pinhua.generation;

import art.pinhua.platform.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/// What administrators may do with the engine; how it does stands in `/api/system`.
@Path("/api/system/engine")
@RolesAllowed(Roles.ADMIN)
public class EngineResource {
    private final EngineMemory memory;

    EngineResource(EngineMemory memory) {
        this.memory = memory;
    }

    /// The models leave memory once the picture under way is drawn; the next one reads its model again.
    @POST
    @Path("/unload")
    @RunOnVirtualThread
    public void unload() {
        memory.free();
    }
}
