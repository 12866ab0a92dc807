package art.pinhua.platform.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a person proves who they are: the authorization endpoint of the bundled provider.
@Path("/idp/authorize")
@PermitAll
public class AuthorizePage {
    private final BundledProvider provider;
    private final People people;
    private final SignInGrants grants;
    private final SignInThrottle throttle;
    private final ProviderForms forms;
    private final Newcomers newcomers;
    private final GuessQueue queue;

    AuthorizePage(
            BundledProvider provider,
            People people,
            SignInGrants grants,
            SignInThrottle throttle,
            ProviderForms forms,
            Newcomers newcomers,
            GuessQueue queue) {
        this.provider = provider;
        this.people = people;
        this.grants = grants;
        this.throttle = throttle;
        this.forms = forms;
        this.newcomers = newcomers;
        this.queue = queue;
    }

    @GET
    @RunOnVirtualThread
    public Response show(
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @CookieParam(FormGuard.COOKIE) @Nullable Cookie cookie,
            @CookieParam(Newcomers.COOKIE) @Nullable Cookie newcomer) {
        forms.requireInUse();
        var words = Words.of(headers.getAcceptableLanguages());
        var request = SignInRequest.of(uri.getQueryParameters(), provider);
        if (request.isEmpty()) {
            return refused(words);
        }
        return newcomers
                .of(newcomer)
                .flatMap(people::active)
                .map(account -> Response.fromResponse(signedIn(account, request.get()))
                        .cookie(newcomers.usedUp())
                        .build())
                .orElseGet(() -> form(200, words, request.get(), "", cookie, Optional.empty()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RunOnVirtualThread
    public Response signIn(
            MultivaluedMap<String, String> form,
            @Context HttpHeaders headers,
            @Context HttpServerRequest http,
            @CookieParam(FormGuard.COOKIE) @Nullable Cookie cookie,
            @CookieParam(KnownBrowsers.COOKIE) @Nullable Cookie known) {
        forms.requireInUse();
        var words = Words.of(headers.getAcceptableLanguages());
        var request = SignInRequest.of(form, provider);
        if (request.isEmpty()) {
            return refused(words);
        }
        var origin = forms.origin(http, known);
        return queue.inTurn(() -> attempt(form, request.get(), origin, words, cookie))
                .orElseGet(() -> ProviderForms.busy(words));
    }

    private Response attempt(
            MultivaluedMap<String, String> form,
            SignInRequest request,
            SignInThrottle.Origin origin,
            Words words,
            @Nullable Cookie cookie) {
        var name = ProviderForms.value(form, "username").strip();
        var refusal = forms.refusal(form, cookie, name, origin, words);
        if (refusal.isPresent()) {
            var text = Optional.of(refusal.get().text());
            return form(refusal.get().status(), words, request, name, cookie, text);
        }
        var account = people.withPassword(name, ProviderForms.value(form, "password"));
        if (account.isEmpty()) {
            throttle.failed(name, origin);
            return form(401, words, request, name, cookie, Optional.of(words.text("signIn.wrong")));
        }
        return Response.fromResponse(signedIn(account.get(), request))
                .cookie(throttle.succeeded(name, origin))
                .build();
    }

    private Response signedIn(Account account, SignInRequest request) {
        return Response.seeOther(UriBuilder.fromUri(provider.redirectUri())
                        .queryParam("code", grants.issueCode(account.id, request))
                        .queryParam("state", "{state}")
                        .build(request.state()))
                .build();
    }

    private Response form(
            int status,
            Words words,
            SignInRequest request,
            String name,
            @Nullable Cookie cookie,
            Optional<String> problem) {
        return forms.form(status, cookie, word -> {
            var fields = request.fields(provider);
            fields.put(FormGuard.FIELD, word);
            return SignInPages.signIn(words, fields, name, problem);
        });
    }

    private static Response refused(Words words) {
        return ProviderForms.page(400, SignInPages.notice(words, "signIn.refused"));
    }
}
