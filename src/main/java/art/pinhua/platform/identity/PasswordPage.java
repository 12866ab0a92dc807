package art.pinhua.platform.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a person changes their own password: with the present one, whoever is signed in at this browser. All their
/// sessions end, because the old password may have been somebody else's too. Guessing is slowed down as at the sign-in.
@Path("/idp/password")
@PermitAll
public class PasswordPage {
    private final BundledProvider provider;
    private final People people;
    private final SignInThrottle throttle;
    private final FormGuard guard;

    PasswordPage(BundledProvider provider, People people, SignInThrottle throttle, FormGuard guard) {
        this.provider = provider;
        this.people = people;
        this.throttle = throttle;
        this.guard = guard;
    }

    @GET
    public Response show(
            @QueryParam("name") @DefaultValue("") String name,
            @Context HttpHeaders headers,
            @CookieParam(FormGuard.COOKIE) @Nullable Cookie cookie) {
        requireInUse();
        return form(200, Words.of(headers.getAcceptableLanguages()), name, cookie, Optional.empty());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RunOnVirtualThread
    public Response change(
            MultivaluedMap<String, String> form,
            @Context HttpHeaders headers,
            @Context HttpServerRequest http,
            @CookieParam(FormGuard.COOKIE) @Nullable Cookie cookie) {
        requireInUse();
        var words = Words.of(headers.getAcceptableLanguages());
        var name = value(form, "username").strip();
        if (!guard.sentByTheShownPage(cookie, form)) {
            return form(403, words, name, cookie, Optional.of(words.text("signIn.pageTooOld")));
        }
        var address = String.valueOf(http.remoteAddress().hostAddress());
        var wait = throttle.wait(name, address);
        if (wait.isPositive()) {
            return form(429, words, name, cookie, Optional.of(AuthorizePage.waitText(words, wait)));
        }
        var password = value(form, "password");
        var problem = PasswordRules.problem(words, name, password, value(form, "again"));
        if (problem.isPresent()) {
            return form(400, words, name, cookie, problem);
        }
        if (!people.changePassword(name, value(form, "current"), password)) {
            throttle.failed(name, address);
            return form(401, words, name, cookie, Optional.of(words.text("signIn.wrong")));
        }
        throttle.succeeded(name, address);
        return Response.ok(SignInPages.notice(words, "password.changed"), MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .build();
    }

    private Response form(int status, Words words, String name, @Nullable Cookie cookie, Optional<String> problem) {
        var word = guard.word(cookie);
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .cookie(guard.cookie(word))
                .entity(SignInPages.password(words, Map.of(FormGuard.FIELD, word), name, problem))
                .build();
    }

    private static String value(MultivaluedMap<String, String> form, String field) {
        return Optional.ofNullable(form.getFirst(field)).orElse("");
    }

    private void requireInUse() {
        if (!provider.inUse()) {
            throw new NotFoundException();
        }
    }
}
