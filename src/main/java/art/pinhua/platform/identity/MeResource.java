package art.pinhua.platform.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Tells a page for whom it is shown.
@Path("/api/me")
@PermitAll
public class MeResource {
    private final CurrentPerson current;

    MeResource(CurrentPerson current) {
        this.current = current;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Me(
            boolean signedIn,
            @Nullable UUID id,
            @Nullable String name,
            @Nullable String displayName,
            Set<String> roles) {}

    @GET
    @RunOnVirtualThread
    public Me me() {
        return current.find()
                .map(person -> new Me(true, person.id(), person.name(), person.displayName(), person.roles()))
                .orElseGet(() -> new Me(false, null, null, null, Set.of()));
    }
}
