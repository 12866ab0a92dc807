package art.pinhua.checks;

import art.pinhua.platform.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;

/// An act of an administrator that nobody notes. No resource: it has no address.
final class PlantedAct {
    @POST
    @RolesAllowed(Roles.ADMIN)
    public String act() {
        return "done";
    }
}
