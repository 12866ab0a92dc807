package art.pinhua.platform.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
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
    private final People people;
    private final SignInThrottle throttle;
    private final ProviderForms forms;
    private final GuessQueue queue;

    PasswordPage(People people, SignInThrottle throttle, ProviderForms forms, GuessQueue queue) {
        this.people = people;
        this.throttle = throttle;
        this.forms = forms;
        this.queue = queue;
    }

    @GET
    public Response show(
            @QueryParam("name") @DefaultValue("") String name,
            @Context HttpHeaders headers,
            @CookieParam(FormGuard.COOKIE) @Nullable Cookie cookie) {
        forms.requireInUse();
        return form(200, Words.of(headers.getAcceptableLanguages()), name, cookie, Optional.empty());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RunOnVirtualThread
    public Response change(
            MultivaluedMap<String, String> form,
            @Context HttpHeaders headers,
            @Context HttpServerRequest http,
            @CookieParam(FormGuard.COOKIE) @Nullable Cookie cookie,
            @CookieParam(KnownBrowsers.COOKIE) @Nullable Cookie known) {
        forms.requireInUse();
        var words = Words.of(headers.getAcceptableLanguages());
        var origin = forms.origin(http, known);
        return queue.inTurn(() -> attempt(form, origin, words, cookie)).orElseGet(() -> ProviderForms.busy(words));
    }

    private Response attempt(
            MultivaluedMap<String, String> form, SignInThrottle.Origin origin, Words words, @Nullable Cookie cookie) {
        var name = ProviderForms.value(form, "username").strip();
        var refusal = forms.refusal(form, cookie, name, origin, words);
        if (refusal.isPresent()) {
            var text = Optional.of(refusal.get().text());
            return form(refusal.get().status(), words, name, cookie, text);
        }
        var password = ProviderForms.value(form, "password");
        var problem = PasswordRules.problem(words, name, password, ProviderForms.value(form, "again"));
        if (problem.isPresent()) {
            return form(400, words, name, cookie, problem);
        }
        if (!people.changePassword(name, ProviderForms.value(form, "current"), password)) {
            throttle.failed(name, origin);
            return form(401, words, name, cookie, Optional.of(words.text("signIn.wrong")));
        }
        return Response.fromResponse(ProviderForms.page(200, SignInPages.notice(words, "password.changed")))
                .cookie(throttle.succeeded(name, origin))
                .build();
    }

    private Response form(int status, Words words, String name, @Nullable Cookie cookie, Optional<String> problem) {
        return forms.form(
                status, cookie, word -> SignInPages.password(words, Map.of(FormGuard.FIELD, word), name, problem));
    }
}
