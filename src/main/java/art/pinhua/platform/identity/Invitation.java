package art.pinhua.platform.identity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A one-time address at which a person chooses a password.
@Entity
class Invitation {
    @Id
    String tokenHash;

    UUID personId;
    Instant createdAt;
    Instant expiresAt;

    @Nullable
    Instant usedAt;

    protected Invitation() {}

    Invitation(String tokenHash, UUID personId, Instant createdAt, Instant expiresAt) {
        this.tokenHash = tokenHash;
        this.personId = personId;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }
}
