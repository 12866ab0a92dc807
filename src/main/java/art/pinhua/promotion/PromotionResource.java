package art.pinhua.promotion;

import art.pinhua.platform.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Promotions over the API.
@Path("/api/promotions")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class PromotionResource {

    private final Promotions promotions;
    private final SecurityIdentity person;

    PromotionResource(Promotions promotions, SecurityIdentity person) {
        this.promotions = promotions;
        this.person = person;
    }

    /// @param revision of the serving alias that was on the screen
    public record NewPromotion(
            @NotNull UUID modelVersionId,
            @Nullable UUID comparisonId,
            @Nullable @Size(max = 2000) String reason,
            @Nullable Long revision) {}

    public record NewRollback(
            @Nullable @Size(max = 2000) String reason,
            @Nullable Long revision) {}

    @GET
    @RunOnVirtualThread
    public List<PromotionView> all() {
        return promotions.all();
    }

    @POST
    @RunOnVirtualThread
    public PromotionView promote(@Valid NewPromotion wanted) {
        return promotions.promote(
                wanted.modelVersionId(),
                wanted.comparisonId(),
                wanted.reason(),
                wanted.revision(),
                person.getPrincipal().getName());
    }

    @POST
    @RunOnVirtualThread
    @Path("/rollback")
    public PromotionView rollBack(@Valid NewRollback wanted) {
        return promotions.rollBack(
                wanted.reason(), wanted.revision(), person.getPrincipal().getName());
    }
}
