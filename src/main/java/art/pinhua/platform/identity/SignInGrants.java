package art.pinhua.platform.identity;

import art.pinhua.platform.Ids;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.apache.commons.codec.digest.DigestUtils;

/// Issues and redeems codes and refresh tokens. A code is redeemed once, within a minute, by whoever began the
/// sign-in.
@ApplicationScoped
class SignInGrants implements PanacheRepositoryBase<SignInGrant, String> {
    private static final Duration CODE_LIFE = Duration.ofMinutes(1);
    /// After this a person signs in again, whatever they do meanwhile.
    private static final Duration SESSION_LIFE = Duration.ofHours(12);

    private final Clock clock;
    private final RandomGenerator random;
    private final Ids ids;

    SignInGrants(Clock clock, RandomGenerator random, Ids ids) {
        this.clock = clock;
        this.random = random;
        this.ids = ids;
    }

    @Transactional
    String issueCode(UUID personId, SignInRequest request) {
        delete("expiresAt < ?1", clock.instant());
        var code = Secrets.token(random);
        var grant = new SignInGrant(
                Secrets.hash(code),
                SignInGrant.Kind.CODE,
                ids.next(),
                personId,
                clock.instant().plus(CODE_LIFE));
        grant.nonce = request.nonce();
        grant.codeChallenge = request.codeChallenge();
        grant.redirectUri = request.redirectUri();
        persist(grant);
        return code;
    }

    /// The code is gone afterwards, even when the verifier is wrong.
    @Transactional
    Optional<SignInGrant> redeemCode(String code, String redirectUri, String verifier) {
        var challenge = Secrets.base64Url(DigestUtils.sha256(verifier));
        return taken(code)
                .filter(grant -> redirectUri.equals(grant.redirectUri) && challenge.equals(grant.codeChallenge));
    }

    @Transactional
    String issueRefresh(UUID sessionId, UUID personId) {
        var token = Secrets.token(random);
        persist(new SignInGrant(
                Secrets.hash(token),
                SignInGrant.Kind.REFRESH,
                sessionId,
                personId,
                clock.instant().plus(SESSION_LIFE)));
        return token;
    }

    /// The only client is this application and proves itself by its secret, so a refresh token is not rotated:
    /// pages that
    /// refresh side by side do not throw one another out.
    Optional<SignInGrant> refresh(String token) {
        return find(
                        "tokenHash = ?1 and kind = ?2 and expiresAt > ?3",
                        Secrets.hash(token),
                        SignInGrant.Kind.REFRESH,
                        clock.instant())
                .firstResultOptional();
    }

    /// Whether a session has neither ended nor run out.
    boolean lives(UUID sessionId) {
        return count(
                        "sessionId = ?1 and kind = ?2 and expiresAt > ?3",
                        sessionId,
                        SignInGrant.Kind.REFRESH,
                        clock.instant())
                > 0;
    }

    @Transactional
    void endSession(UUID sessionId) {
        delete("sessionId", sessionId);
    }

    @Transactional
    void endAllOf(UUID personId) {
        delete("personId", personId);
    }

    private Optional<SignInGrant> taken(String code) {
        var grant = find(
                        "tokenHash = ?1 and kind = ?2 and expiresAt > ?3",
                        Secrets.hash(code),
                        SignInGrant.Kind.CODE,
                        clock.instant())
                .firstResultOptional();
        // the number of deleted rows decides between two that redeem at the same time
        return delete("tokenHash", Secrets.hash(code)) == 1 ? grant : Optional.empty();
    }
}
