package art.pinhua.platform.identity;

import art.pinhua.platform.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;

/// Lets the first person in: until some administrator has a password, each start hands out a new one-time
/// address for the person `admin`.
@ApplicationScoped
public class FirstAdministrator {
    private static final String NAME = "admin";

    private final BundledProvider provider;
    private final Accounts accounts;
    private final People people;

    FirstAdministrator(BundledProvider provider, Accounts accounts, People people) {
        this.provider = provider;
        this.accounts = accounts;
        this.people = people;
    }

    /// The address, shown to whoever started the product; empty when nobody needs it.
    @Transactional
    public Optional<String> invitation() {
        if (!provider.inUse() || accounts.anAdministratorCanSignIn()) {
            return Optional.empty();
        }
        var admin = accounts.localNamed(NAME).orElseGet(() -> people.add(NAME, "Administrator", Set.of(Roles.ADMIN)));
        admin.disabled = false; // nobody else could let anybody in
        return Optional.of(people.invite(admin.id).url());
    }
}
