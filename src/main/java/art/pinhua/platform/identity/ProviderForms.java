package art.pinhua.platform.identity;

import art.pinhua.platform.limits.ClientAddress;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the bundled provider's pages with a password have in common: each form carries the guard's word, and guessing
/// is slowed down.
@ApplicationScoped
class ProviderForms {
    private static final int BUSY_SECONDS = 5;

    private final BundledProvider provider;
    private final FormGuard guard;
    private final SignInThrottle throttle;
    private final ClientAddress address;

    ProviderForms(BundledProvider provider, FormGuard guard, SignInThrottle throttle, ClientAddress address) {
        this.provider = provider;
        this.guard = guard;
        this.throttle = throttle;
        this.address = address;
    }

    /// Why a form is shown again instead of being looked into.
    /// @param text in the visitor's language
    record Refusal(int status, String text) {}

    /// The pages do not exist where another provider signs people in.
    void requireInUse() {
        if (!provider.inUse()) {
            throw new NotFoundException();
        }
    }

    /// @param page makes the HTML around the guard's word, which belongs into field [FormGuard#FIELD]
    Response form(int status, @Nullable Cookie cookie, UnaryOperator<String> page) {
        var word = guard.word(cookie);
        return Response.fromResponse(page(status, page.apply(word)))
                .cookie(guard.cookie(word))
                .build();
    }

    static Response page(int status, String html) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(html)
                .build();
    }

    /// What somebody reads whose form nobody looks into, because too many wait.
    static Response busy(Words words) {
        return Response.fromResponse(page(503, SignInPages.notice(words, "signIn.busy")))
                .header("Retry-After", BUSY_SECONDS)
                .build();
    }

    static String value(MultivaluedMap<String, String> form, String field) {
        return Optional.ofNullable(form.getFirst(field)).orElse("");
    }

    /// @param known the cookie of a browser that signed somebody in before
    SignInThrottle.Origin origin(HttpServerRequest http, @Nullable Cookie known) {
        return new SignInThrottle.Origin(address.of(http), known);
    }

    /// Whether the form came from our own page and its person need not wait.
    Optional<Refusal> refusal(
            MultivaluedMap<String, String> form,
            @Nullable Cookie cookie,
            String name,
            SignInThrottle.Origin origin,
            Words words) {
        if (!guard.sentByTheShownPage(cookie, form)) {
            return Optional.of(new Refusal(403, words.text("signIn.pageTooOld")));
        }
        var wait = throttle.wait(name, origin);
        return wait.isPositive() ? Optional.of(new Refusal(429, waitText(words, wait))) : Optional.empty();
    }

    private static String waitText(Words words, Duration wait) {
        long seconds = wait.toSeconds() + 1;
        return seconds <= 60
                ? words.text("signIn.waitSeconds", seconds)
                : words.text("signIn.waitMinutes", (seconds + 59) / 60);
    }
}
