package art.pinhua.curation;

import art.pinhua.platform.Roles;
import art.pinhua.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Curation runs over the API.
@Path("/api/curations")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class CurationResource {

    private final CurationViews views;

    CurationResource(CurationViews views) {
        this.views = views;
    }

    @GET
    @RunOnVirtualThread
    @Path("/{id}")
    public CurationView view(@PathParam("id") UUID id) {
        return views.find(id).orElseThrow(() -> ProblemException.notFound("curation", id));
    }

    /// Without a reason, the votes that count.
    @GET
    @RunOnVirtualThread
    @Path("/{id}/votes")
    public List<CuratedVoteView> votes(@PathParam("id") UUID id, @QueryParam("reason") @Nullable String reason) {
        view(id);
        return views.votes(id, reason == null || reason.isEmpty() ? Optional.empty() : Optional.of(reason(reason)));
    }

    private static ExclusionReason reason(String name) {
        return Arrays.stream(ExclusionReason.values())
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        CurationProblem.UNKNOWN_REASON,
                        "There is no reason " + name + "; known are " + Arrays.toString(ExclusionReason.values())
                                + "."));
    }
}
