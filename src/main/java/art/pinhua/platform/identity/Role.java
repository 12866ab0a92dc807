package art.pinhua.platform.identity;

import art.pinhua.platform.Roles;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// What a person may do; each role holds those before it.
enum Role {
    EXPERT(Set.of(Roles.EXPERT)),
    CURATOR(Set.of(Roles.EXPERT, Roles.CURATOR)),
    ADMIN(Set.of(Roles.EXPERT, Roles.CURATOR, Roles.ADMIN));

    private final Set<String> names;

    Role(Set<String> names) {
        this.names = names;
    }

    /// As tokens and `@RolesAllowed` name them.
    Set<String> names() {
        return names;
    }

    /// The least role that holds all these names; unknown names hold none.
    static Optional<Role> holding(Collection<String> names) {
        if (names.contains(Roles.ADMIN)) {
            return Optional.of(ADMIN);
        }
        if (names.contains(Roles.CURATOR)) {
            return Optional.of(CURATOR);
        }
        return names.contains(Roles.EXPERT) ? Optional.of(EXPERT) : Optional.empty();
    }
}
