package art.pinhua.platform.identity;

import art.pinhua.platform.Ids;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;

/// The keys that sign tokens: made before the first need, kept in the database, so that every process signs alike
/// and a restart signs nobody out.
@ApplicationScoped
class SigningKeys implements PanacheRepositoryBase<SigningKey, String> {
    /// As most providers have it, for keys that change within months. A pair of 3072 bits takes four times as long to
    /// make, which is seconds on a busy machine.
    private static final int BITS = 2048;
    /// Key of the database's advisory lock under which the first key is made.
    private static final long FIRST_KEY = 0x70696e687561L;

    /// A key that signs no more is kept for the longest session and some.
    private static final Duration KEPT = Duration.ofDays(2);

    record Signer(String keyId, PrivateKey key) {}

    /// A public key as JSON Web Key.
    record PublicJwk(String kty, String use, String alg, String kid, String n, String e) {}

    private final Clock clock;
    private final Ids ids;
    private final EntityManager database;
    private final Duration life;
    /// Whoever needs the first key while it is being made waits for that one. No virtual thread is held by it.
    private final ReentrantLock making = new ReentrantLock();

    SigningKeys(
            Clock clock,
            Ids ids,
            EntityManager database,
            @ConfigProperty(name = "pinhua.sign-in.key-life", defaultValue = "P90D") Duration life) {
        this.clock = clock;
        this.ids = ids;
        this.database = database;
        this.life = life;
    }

    /// So that nobody has to wait for it later.
    void prepare() {
        newest();
    }

    Signer signer() {
        var key = newest();
        try {
            var privateKey = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key.privateKey));
            return new Signer(key.id, privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + key.id + " is unreadable", e);
        }
    }

    List<PublicJwk> publicKeys() {
        newest();
        return QuarkusTransaction.joiningExisting()
                .call(() -> listAll().stream().map(SigningKeys::jwk).toList());
    }

    /// The session that an ID token of ours names; a run-out token counts too, a forged one does not.
    @Transactional
    Optional<UUID> sessionOf(String idToken) {
        var verifier = new JwtConsumerBuilder()
                .setSkipAllValidators()
                .setVerificationKeyResolver((jws, nesting) -> findByIdOptional(jws.getKeyIdHeaderValue())
                        .map(SigningKeys::rsa)
                        .orElseThrow(() -> new UnresolvableKeyException("not our key")))
                .build();
        try {
            return Optional.ofNullable(verifier.processToClaims(idToken).getStringClaimValue("sid"))
                    .map(UUID::fromString);
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /// Signs with a new key from now on. Tokens of the old one hold until they run out; its key goes at a
    /// later rotation.
    /// @param pair of [#pair], made before the transaction begins
    @Transactional
    String rotate(KeyPair pair) {
        var newest = keep(pair, clock.instant());
        forget();
        return newest.id;
    }

    /// Takes from a tenth of a second to seconds: longer than a transaction may last on a busy machine.
    static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /// A key that was replaced so long ago that nothing it signed still holds.
    private void forget() {
        find("createdAt < ?1 order by createdAt desc", clock.instant().minus(KEPT))
                .firstResultOptional()
                .ifPresent(replacement -> delete("createdAt < ?1", replacement.createdAt));
    }

    /// A key in its turn: old ones are replaced when they are needed next.
    private SigningKey newest() {
        var oldest = clock.instant().minus(life);
        return youngerThan(oldest).orElseGet(() -> {
            making.lock();
            try {
                return youngerThan(oldest).orElseGet(() -> {
                    var pair = pair();
                    return QuarkusTransaction.joiningExisting().call(() -> keep(pair, oldest));
                });
            } finally {
                making.unlock();
            }
        });
    }

    private Optional<SigningKey> youngerThan(Instant time) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> find("createdAt > ?1 order by createdAt desc", time).firstResultOptional());
    }

    /// Of several processes that made a pair at once the first keeps its own, and the others take that one.
    ///
    /// @param youngerThan a key made after this will do
    private SigningKey keep(KeyPair pair, Instant youngerThan) {
        database.createNativeQuery("select pg_advisory_xact_lock(" + FIRST_KEY + ")")
                .getSingleResult();
        return youngerThan(youngerThan).orElseGet(() -> {
            var key = new SigningKey(
                    ids.next().toString(),
                    pair.getPrivate().getEncoded(),
                    pair.getPublic().getEncoded(),
                    clock.instant());
            persist(key);
            return key;
        });
    }

    private static PublicJwk jwk(SigningKey key) {
        var rsa = rsa(key);
        return new PublicJwk(
                "RSA", "sig", "RS256", key.id, unsigned(rsa.getModulus()), unsigned(rsa.getPublicExponent()));
    }

    private static RSAPublicKey rsa(SigningKey key) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key.publicKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + key.id + " is unreadable", e);
        }
    }

    private static String unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return Secrets.base64Url(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
