package art.pinhua.rater;

import art.pinhua.platform.InstallationSecrets;
import art.pinhua.platform.seal.Seal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The text in an anonymous rater's cookie: version, id, time of issue in seconds, seal.
@Singleton
class RaterCookie {
    static final String NAME = "pinhua_rater";
    private static final Pattern FORM = Pattern.compile("(1\\.([0-9a-f-]{36})\\.\\d{1,12})\\.([A-Za-z0-9_-]{22})");

    private final Seal seal;
    private final Clock clock;

    RaterCookie(InstallationSecrets secrets, Clock clock) {
        seal = new Seal(secrets.secret("rater-key"), "rater cookie");
        this.clock = clock;
    }

    String of(UUID raterId) {
        String content = "1." + raterId + "." + clock.instant().getEpochSecond();
        return content + "." + seal.of(content);
    }

    /// The rater, if the cookie is one of ours.
    Optional<UUID> read(String cookie) {
        var parts = FORM.matcher(cookie);
        return parts.matches() && seal.fits(parts.group(1), parts.group(3))
                ? Optional.of(UUID.fromString(parts.group(2)))
                : Optional.empty();
    }
}
