package art.pinhua.platform.identity;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Lets a sign-in form be sent only by the browser that was shown it: a cookie and a hidden field carry the
/// same random word. Another site can neither read the cookie nor set it (login CSRF).
@Singleton
class FormGuard {
    static final String COOKIE = "pinhua_form";
    static final String FIELD = "form";

    private final BundledProvider provider;
    private final RandomGenerator random;

    FormGuard(BundledProvider provider, RandomGenerator random) {
        this.provider = provider;
        this.random = random;
    }

    /// The word of this browser, new when it has none.
    String word(@Nullable Cookie shown) {
        return shown == null || shown.getValue().isEmpty() ? Secrets.token(random) : shown.getValue();
    }

    NewCookie cookie(String word) {
        return new NewCookie.Builder(COOKIE)
                .value(word)
                .path("/idp")
                .httpOnly(true)
                .secure(provider.publicUrl().startsWith("https:"))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    boolean sentByTheShownPage(@Nullable Cookie shown, MultivaluedMap<String, String> form) {
        var field = Optional.ofNullable(form.getFirst(FIELD)).orElse("");
        return shown != null && !field.isEmpty() && Secrets.same(field, shown.getValue());
    }
}
