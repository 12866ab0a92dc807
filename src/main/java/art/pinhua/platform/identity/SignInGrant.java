package art.pinhua.platform.identity;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A promise of tokens: an authorization code, or a refresh token.
@Entity
class SignInGrant {
    enum Kind {
        CODE,
        REFRESH
    }

    @Id
    String tokenHash;

    @Enumerated(EnumType.STRING)
    Kind kind;

    UUID sessionId;
    UUID personId;

    @Nullable
    String nonce;

    @Nullable
    String codeChallenge;

    @Nullable
    String redirectUri;

    Instant expiresAt;

    protected SignInGrant() {}

    SignInGrant(String tokenHash, Kind kind, UUID sessionId, UUID personId, Instant expiresAt) {
        this.tokenHash = tokenHash;
        this.kind = kind;
        this.sessionId = sessionId;
        this.personId = personId;
        this.expiresAt = expiresAt;
    }
}
