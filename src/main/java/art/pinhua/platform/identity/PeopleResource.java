package art.pinhua.platform.identity;

import art.pinhua.platform.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// People, as administrators keep them.
@Path("/api/people")
@RolesAllowed(Roles.ADMIN)
public class PeopleResource {
    private static final String ROLES = "expert|curator|admin";

    private final People people;

    PeopleResource(People people) {
        this.people = people;
    }

    public record NewPerson(
            @NotBlank
            @Size(max = 60)
            @Pattern(
                    regexp = "[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]*",
                    message = "may hold letters, digits and . _ @ + - only, and begins with a letter or digit")
            String name,

            @NotBlank @Size(max = 100) String displayName,

            @NotEmpty
            Set<@NotNull @Pattern(regexp = ROLES, message = "must be expert, curator or admin") String> roles) {}

    public record PersonView(
            UUID id, String name, String displayName, Set<String> roles, People.State state, Instant createdAt) {}

    public record InvitationView(UUID id, String invitationUrl, Instant expiresAt) {}

    @GET
    @RunOnVirtualThread
    public List<PersonView> list() {
        return people.all().stream().map(this::view).toList();
    }

    @POST
    @RunOnVirtualThread
    public InvitationView add(@Valid NewPerson person) {
        var account = people.add(person.name(), person.displayName(), person.roles());
        return invitation(account.id);
    }

    @POST
    @Path("/{id}/invite")
    @RunOnVirtualThread
    public InvitationView invite(@PathParam("id") UUID id) {
        return invitation(id);
    }

    /// Takes the password and all sessions away at once and gives out the address for a new one.
    @POST
    @Path("/{id}/reset")
    @RunOnVirtualThread
    public InvitationView reset(@PathParam("id") UUID id) {
        return invitation(id, people.reset(id));
    }

    @POST
    @Path("/{id}/disable")
    @RunOnVirtualThread
    public PersonView disable(@PathParam("id") UUID id) {
        return view(people.disable(id));
    }

    private InvitationView invitation(UUID id) {
        return invitation(id, people.invite(id));
    }

    private static InvitationView invitation(UUID id, Invitations.Issued issued) {
        return new InvitationView(id, issued.url(), issued.expiresAt());
    }

    private PersonView view(Account account) {
        return new PersonView(
                account.id,
                account.name,
                account.displayName,
                account.roles(),
                people.stateOf(account),
                account.createdAt);
    }
}
