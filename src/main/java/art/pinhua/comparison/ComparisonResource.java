package art.pinhua.comparison;

import art.pinhua.platform.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;

/// Comparisons over the API.
@Path("/api/comparisons")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class ComparisonResource {

    private final Comparisons comparisons;
    private final SecurityIdentity person;

    ComparisonResource(Comparisons comparisons, SecurityIdentity person) {
        this.comparisons = comparisons;
        this.person = person;
    }

    @GET
    @RunOnVirtualThread
    public List<ComparisonView> all() {
        return comparisons.all();
    }

    @POST
    @RunOnVirtualThread
    public ComparisonView create(@Valid NewComparison wanted) {
        return comparisons.view(comparisons.create(wanted, person.getPrincipal().getName()));
    }

    @GET
    @RunOnVirtualThread
    @Path("/{id}")
    public ComparisonView byId(@PathParam("id") UUID id) {
        return comparisons.view(id);
    }
}
