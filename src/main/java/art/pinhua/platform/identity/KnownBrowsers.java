package art.pinhua.platform.identity;

import art.pinhua.platform.InstallationSecrets;
import art.pinhua.platform.seal.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Browsers that signed a name in before: their cookie holds the seal of that name, and opens nothing.
/// Strangers who guess at a name from everywhere cannot keep its person out of such a browser. Made
/// when first asked: a worker may not read the key.
@ApplicationScoped
class KnownBrowsers {
    static final String COOKIE = "pinhua_known";
    private static final Duration LIFE = Duration.ofDays(365);

    private final BundledProvider provider;
    private final Seal seal;

    KnownBrowsers(BundledProvider provider, InstallationSecrets secrets) {
        this.provider = provider;
        this.seal = new Seal(secrets.secret("known-browser-key"), "known browser");
    }

    boolean signedIn(@Nullable Cookie shown, String name) {
        return shown != null && seal.fits(folded(name), shown.getValue());
    }

    NewCookie cookie(String name) {
        return new NewCookie.Builder(COOKIE)
                .value(seal.of(folded(name)))
                .path("/idp")
                .maxAge((int) LIFE.toSeconds())
                .httpOnly(true)
                .secure(provider.publicUrl().startsWith("https:"))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
