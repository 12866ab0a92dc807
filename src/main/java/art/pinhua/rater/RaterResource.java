package art.pinhua.rater;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/// What a rater decides about themselves.
@Path("/api/rating")
public class RaterResource {
    private final CurrentRater current;
    private final Raters raters;

    RaterResource(CurrentRater current, Raters raters) {
        this.current = current;
        this.raters = raters;
    }

    public record NewConsent(@Min(1) @Max(1000) int textVersion) {}

    public record RaterView(String pseudonym, Rater.Tier tier) {}

    @POST
    @Path("/consent")
    @RunOnVirtualThread
    @PermitAll
    public RaterView consent(@Valid NewConsent consent) {
        current.countAsk();
        var rater = current.orNew();
        raters.consent(rater.id(), consent.textVersion());
        return new RaterView(rater.pseudonym(), rater.tier());
    }

    /// Takes all of one's votes out of everything that is built from now on; a visitor's cookie goes too.
    /// Withdrawing twice is withdrawing once: whose first answer was lost is told the pseudonym as well.
    @POST
    @Path("/withdrawal")
    @RunOnVirtualThread
    @PermitAll
    public RaterView withdraw() {
        current.requireWhomItSays();
        var rater = current.present();
        raters.withdraw(rater.id());
        current.forget();
        return new RaterView(rater.pseudonym(), rater.tier());
    }
}
