package art.pinhua.platform.identity;

import art.pinhua.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// Knows other providers' people by issuer and subject. They get a row when they are first seen; name and role in it
/// follow their tokens.
@ApplicationScoped
class Acquaintances {
    /// Of a name, as the table keeps it.
    private static final int LONGEST = 200;
    /// What the row of somebody without a role names, for processes of the version before, which know
    /// no other.
    private static final Role LEAST = Role.EXPERT;

    private final Accounts accounts;
    private final EntityManager database;
    private final Clock clock;
    private final Ids ids;

    Acquaintances(Accounts accounts, EntityManager database, Clock clock, Ids ids) {
        this.accounts = accounts;
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    @Transactional
    Account of(JsonWebToken token, Set<String> roles) {
        var name = fitting(token.getName(), fitting(token.getSubject(), "-"));
        Optional<String> displayName = token.<Object>getClaim("name") instanceof String shown
                ? Optional.of(fitting(shown, name))
                : Optional.empty();
        var account = of(token.getIssuer(), token.getSubject(), name, displayName.orElse(name), roles);
        var held = Role.holding(roles);
        var role = held.orElse(LEAST);
        if (!account.name.equals(name)
                || account.role != role
                || account.holdsRole != held.isPresent()
                || displayName
                        .filter(shown -> !shown.equals(account.displayName))
                        .isPresent()) {
            // these columns alone: somebody may disable the account at this moment
            accounts.update(
                    "name = ?1, displayName = ?2, role = ?3, holdsRole = ?4 where id = ?5",
                    name,
                    displayName.orElse(account.displayName),
                    role,
                    held.isPresent(),
                    account.id);
        }
        return account;
    }

    /// Another provider's names are of any length, and may be empty.
    static String fitting(String name, String otherwise) {
        var kept = new StringBuilder();
        name.strip()
                .codePoints()
                .filter(point -> point != 0 && Character.getType(point) != Character.SURROGATE)
                .limit(LONGEST)
                .forEach(kept::appendCodePoint);
        return kept.isEmpty() ? otherwise : kept.toString();
    }

    @Transactional
    Account of(String issuer, String subject, String name, String displayName, Set<String> roles) {
        var held = Role.holding(roles);
        return accounts.ofSubject(issuer, subject).orElseGet(() -> {
            // two first requests may arrive together: the key decides, and both read the same row
            database.createNativeQuery("""
                    insert into person (id, issuer, subject, name, display_name, role, holds_role, created_at)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) on conflict (issuer, subject) do nothing""")
                    .setParameter(1, ids.next())
                    .setParameter(2, issuer)
                    .setParameter(3, subject)
                    .setParameter(4, name)
                    .setParameter(5, displayName)
                    .setParameter(6, held.orElse(LEAST).name())
                    .setParameter(7, held.isPresent())
                    .setParameter(8, clock.instant())
                    .executeUpdate();
            return accounts.ofSubject(issuer, subject).orElseThrow();
        });
    }
}
