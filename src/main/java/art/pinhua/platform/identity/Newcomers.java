package art.pinhua.platform.identity;

import art.pinhua.platform.seal.Seal;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Spares people who have just chosen a password to type it once more: a cookie of their browser that one sign-in
/// uses up, within a minute. Its key is of this process; another process shows the form.
@Singleton
class Newcomers {
    static final String COOKIE = "pinhua_newcomer";
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Pattern FORM = Pattern.compile("(([0-9a-f-]{36})\\.(\\d{1,12}))\\.([A-Za-z0-9_-]{22})");

    private final BundledProvider provider;
    private final Clock clock;
    private final Seal seal;

    Newcomers(BundledProvider provider, Clock clock, RandomGenerator random) {
        this.provider = provider;
        this.clock = clock;
        this.seal = new Seal(Secrets.token(random), "newcomer");
    }

    NewCookie cookie(UUID personId) {
        var content = personId + "." + clock.instant().plus(LIFE).getEpochSecond();
        return built(content + "." + seal.of(content), (int) LIFE.toSeconds());
    }

    NewCookie usedUp() {
        return built("", 0);
    }

    /// Who chose a password in this browser just now.
    Optional<UUID> of(@Nullable Cookie cookie) {
        var parts = FORM.matcher(cookie == null ? "" : cookie.getValue());
        return parts.matches()
                        && seal.fits(parts.group(1), parts.group(4))
                        && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts.group(3))))
                ? Optional.of(UUID.fromString(parts.group(2)))
                : Optional.empty();
    }

    private NewCookie built(String value, int seconds) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path("/idp/authorize")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(provider.publicUrl().startsWith("https:"))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
