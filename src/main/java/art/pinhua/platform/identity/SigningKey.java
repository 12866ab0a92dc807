package art.pinhua.platform.identity;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/// An RSA pair of the bundled provider.
@Entity
class SigningKey {
    @Id
    String id;

    byte[] privateKey;
    byte[] publicKey;
    Instant createdAt;

    protected SigningKey() {}

    SigningKey(String id, byte[] privateKey, byte[] publicKey, Instant createdAt) {
        this.id = id;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.createdAt = createdAt;
    }
}
