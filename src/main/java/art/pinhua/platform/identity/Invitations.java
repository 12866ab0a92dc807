package art.pinhua.platform.identity;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Invites people to choose a password: the token is shown once, and its hash opens once.
@ApplicationScoped
class Invitations implements PanacheRepositoryBase<Invitation, String> {
    private static final Duration LIFE = Duration.ofDays(7);

    /// What the inviting person passes on.
    record Issued(String url, Instant expiresAt) {}

    private final BundledProvider provider;
    private final Clock clock;
    private final RandomGenerator random;

    Invitations(BundledProvider provider, Clock clock, RandomGenerator random) {
        this.provider = provider;
        this.clock = clock;
        this.random = random;
    }

    /// Earlier invitations of this person stop working.
    @Transactional
    Issued issue(UUID personId) {
        withdraw(personId);
        var now = clock.instant();
        var token = Secrets.token(random);
        persist(new Invitation(Secrets.hash(token), personId, now, now.plus(LIFE)));
        return new Issued(provider.issuer() + "/invite?token=" + token, now.plus(LIFE));
    }

    @Transactional
    void withdraw(UUID personId) {
        delete("personId = ?1 and usedAt is null", personId);
    }

    /// Whom the token still invites.
    Optional<UUID> invited(String token) {
        return find("tokenHash = ?1 and usedAt is null and expiresAt > ?2", Secrets.hash(token), clock.instant())
                .firstResultOptional()
                .map(invitation -> invitation.personId);
    }

    /// Uses the token up. Of two at the same time one gets the person, the other nothing.
    @Transactional
    Optional<UUID> accept(String token) {
        var personId = invited(token);
        var now = clock.instant();
        int used = update("usedAt = ?1 where tokenHash = ?2 and usedAt is null", now, Secrets.hash(token));
        return used == 1 ? personId : Optional.empty();
    }
}
