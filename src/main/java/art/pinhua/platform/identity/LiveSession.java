package art.pinhua.platform.identity;

import art.pinhua.platform.sql.DatabaseAway;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/// Lets a token in only as long as its bearer may come in, and names the bearer by their id here. A token says who
/// signed in and cannot be taken back; the session, or the account of another provider's person, is a row. Whoever's
/// session has ended, or whose account is disabled, is a visitor. So a sign-out, a changed password and a disabled
/// account hold at once, at every process.
@ApplicationScoped
class LiveSession implements SecurityIdentityAugmentor {
    private final BundledProvider provider;
    private final SignInGrants grants;
    private final Acquaintances acquaintances;
    private final Map<String, UUID> seen = new ConcurrentHashMap<>();

    LiveSession(BundledProvider provider, SignInGrants grants, Acquaintances acquaintances) {
        this.provider = provider;
        this.grants = grants;
        this.acquaintances = acquaintances;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return !identity.isAnonymous() && identity.getPrincipal() instanceof JsonWebToken token
                ? context.runBlocking(() -> ifItLives(identity, token))
                : Uni.createFrom().item(identity);
    }

    @ActivateRequestContext
    SecurityIdentity ifItLives(SecurityIdentity identity, JsonWebToken token) {
        var bearer = provider.inUse() && provider.issuer().equals(token.getIssuer())
                ? ours(token)
                : others(token, identity.getRoles());
        return bearer.<SecurityIdentity>map(id -> QuarkusSecurityIdentity.builder(identity)
                        .setPrincipal(new KnownToken(token, id))
                        .build())
                .orElseGet(() ->
                        QuarkusSecurityIdentity.builder().setAnonymous(true).build());
    }

    /// The subject of our own tokens is the person's id.
    private Optional<UUID> ours(JsonWebToken token) {
        return id(token.getClaim("sid")).filter(this::lives).flatMap(session -> id(token.getSubject()));
    }

    /// Without the database the token alone decides, for the few minutes of its life.
    private boolean lives(UUID sessionId) {
        try {
            return grants.lives(sessionId);
        } catch (RuntimeException e) {
            if (DatabaseAway.in(e)) {
                return true;
            }
            throw e;
        }
    }

    /// Without the database whoever was here before is still known.
    private Optional<UUID> others(JsonWebToken token, Set<String> roles) {
        if (token.getSubject() == null) {
            return Optional.empty();
        }
        var key = token.getIssuer() + " " + token.getSubject();
        try {
            var account = acquaintances.of(token, roles);
            seen.put(key, account.id);
            return account.disabled ? Optional.empty() : Optional.of(account.id);
        } catch (RuntimeException e) {
            if (DatabaseAway.in(e)) {
                return Optional.ofNullable(seen.get(key));
            }
            throw e;
        }
    }

    private static Optional<UUID> id(@Nullable Object claim) {
        try {
            return Optional.ofNullable(claim).map(id -> UUID.fromString(id.toString()));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
