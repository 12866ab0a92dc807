package art.pinhua.platform.identity;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes the tokens of the bundled provider. Roles stand where Keycloak puts them, so both look alike to the
/// application.
@Singleton
class TokenIssuer {
    private final BundledProvider provider;
    private final SigningKeys keys;
    private final Clock clock;

    TokenIssuer(BundledProvider provider, SigningKeys keys, Clock clock) {
        this.provider = provider;
        this.keys = keys;
        this.clock = clock;
    }

    TokenSet issue(Account account, UUID sessionId, String refreshToken, @Nullable String nonce) {
        var signer = keys.signer();
        var now = clock.instant();
        var id = claims(account, sessionId, now);
        if (nonce != null && !nonce.isEmpty()) {
            id.claim("nonce", nonce);
        }
        var access = claims(account, sessionId, now).claim("typ", "Bearer");
        return new TokenSet(
                access.jws().keyId(signer.keyId()).sign(signer.key()),
                id.jws().keyId(signer.keyId()).sign(signer.key()),
                refreshToken,
                "Bearer",
                provider.tokenLife().toSeconds());
    }

    private JwtClaimsBuilder claims(Account account, UUID sessionId, Instant now) {
        return Jwt.claims()
                .issuer(provider.issuer())
                .subject(account.subject)
                .audience(provider.clientId())
                .issuedAt(now)
                .expiresAt(now.plus(provider.tokenLife()))
                .claim("sid", sessionId.toString())
                .claim("preferred_username", account.name)
                .claim("name", account.displayName)
                .claim("realm_access", Map.of("roles", account.role.names()));
    }
}
