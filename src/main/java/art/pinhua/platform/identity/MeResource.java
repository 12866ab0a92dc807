package art.pinhua.platform.identity;

import art.pinhua.platform.Roles;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Tells a page for whom it is shown.
@Path("/api/me")
@PermitAll
public class MeResource {
    private static final String PASSWORD_PAGE = "/idp/password?name=";

    private final CurrentPerson current;
    private final People people;
    private final BundledProvider provider;

    MeResource(CurrentPerson current, People people, BundledProvider provider) {
        this.current = current;
        this.people = people;
        this.provider = provider;
    }

    /// @param passwordUrl where the person changes their password; absent when another provider keeps it

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Me(
            boolean signedIn,
            @Nullable UUID id,
            @Nullable String name,
            @Nullable String displayName,
            Set<String> roles,
            @Nullable String passwordUrl) {}

    @GET
    @RunOnVirtualThread
    public Me me() {
        return current.find()
                .map(person -> new Me(
                        true,
                        person.id(),
                        person.name(),
                        person.displayName(),
                        person.roles(),
                        provider.inUse()
                                ? PASSWORD_PAGE + URLEncoder.encode(person.name(), StandardCharsets.UTF_8)
                                : null))
                .orElseGet(() -> new Me(false, null, null, null, Set.of(), null));
    }

    /// Ends every session of the person, wherever they are signed in, this one as well.
    ///
    /// @throws art.pinhua.platform.problem.ProblemException `NOT_SIGNED_IN`
    @POST
    @Path("/sign-out-everywhere")
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    @RunOnVirtualThread
    public void signOutEverywhere() {
        people.signOutEverywhere(current.require().id());
    }
}
