package art.pinhua.platform.identity;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// The people this installation has met.
@ApplicationScoped
class Accounts implements PanacheRepositoryBase<Account, UUID> {
    Optional<Account> ofSubject(String issuer, String subject) {
        return find("issuer = ?1 and subject = ?2", issuer, subject).firstResultOptional();
    }

    /// Names of the bundled provider are compared without regard to case.
    @Transactional
    Optional<Account> localNamed(String name) {
        return find("issuer = ?1 and lower(name) = ?2", Account.LOCAL, name.toLowerCase(Locale.ROOT))
                .firstResultOptional();
    }

    /// For a change: nobody else changes the row meanwhile.
    Optional<Account> locked(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    boolean anAdministratorCanSignIn() {
        return count(
                        "issuer = ?1 and role = ?2 and disabled = false and passwordHash is not null",
                        Account.LOCAL,
                        Role.ADMIN)
                > 0;
    }

    List<Account> byName() {
        return list("order by lower(name), createdAt");
    }
}
