package art.pinhua.platform.identity;

import art.pinhua.platform.sql.DatabaseAway;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// Lets a token of the bundled provider in only while its session lives. A token says who signed in and cannot be taken
/// back; the session is a row. Whoever's session has ended is a visitor. So a sign-out, a changed password and a
/// disabled account hold at once, at every process.
@ApplicationScoped
class LiveSession implements SecurityIdentityAugmentor {
    private final BundledProvider provider;
    private final SignInGrants grants;

    LiveSession(BundledProvider provider, SignInGrants grants) {
        this.provider = provider;
        this.grants = grants;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()
                || !provider.inUse()
                || !(identity.getPrincipal() instanceof JsonWebToken token)
                || !provider.issuer().equals(token.getIssuer())) {
            return Uni.createFrom().item(identity);
        }
        return context.runBlocking(() -> ifItLives(identity, token));
    }

    @ActivateRequestContext
    SecurityIdentity ifItLives(SecurityIdentity identity, JsonWebToken token) {
        return lives(token)
                ? identity
                : QuarkusSecurityIdentity.builder().setAnonymous(true).build();
    }

    /// Without the database the token alone decides, for the few minutes of its life.
    private boolean lives(JsonWebToken token) {
        try {
            return session(token).map(grants::lives).orElse(false);
        } catch (RuntimeException e) {
            if (DatabaseAway.in(e)) {
                return true;
            }
            throw e;
        }
    }

    private static Optional<UUID> session(JsonWebToken token) {
        try {
            return Optional.ofNullable(token.<Object>getClaim("sid")).map(sid -> UUID.fromString(sid.toString()));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
