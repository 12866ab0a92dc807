package art.pinhua.platform.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
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
import java.time.Duration;
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
    private final FormGuard guard;
    private final Newcomers newcomers;

    AuthorizePage(
            BundledProvider provider,
            People people,
            SignInGrants grants,
            SignInThrottle throttle,
            FormGuard guard,
            Newcomers newcomers) {
        this.provider = provider;
        this.people = people;
        this.grants = grants;
        this.throttle = throttle;
        this.guard = guard;
        this.newcomers = newcomers;
    }

    @GET
    @RunOnVirtualThread
    public Response show(
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @CookieParam(FormGuard.COOKIE) @Nullable Cookie cookie,
            @CookieParam(Newcomers.COOKIE) @Nullable Cookie newcomer) {
        requireInUse();
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
            @CookieParam(FormGuard.COOKIE) @Nullable Cookie cookie) {
        requireInUse();
        var words = Words.of(headers.getAcceptableLanguages());
        var request = SignInRequest.of(form, provider);
        if (request.isEmpty()) {
            return refused(words);
        }
        var name = value(form, "username").strip();
        if (!guard.sentByTheShownPage(cookie, form)) {
            return form(403, words, request.get(), name, cookie, Optional.of(words.text("signIn.pageTooOld")));
        }
        var address = String.valueOf(http.remoteAddress().hostAddress());
        var wait = throttle.wait(name, address);
        if (wait.isPositive()) {
            return form(429, words, request.get(), name, cookie, Optional.of(waitText(words, wait)));
        }
        var account = people.withPassword(name, value(form, "password"));
        if (account.isEmpty()) {
            throttle.failed(name, address);
            return form(401, words, request.get(), name, cookie, Optional.of(words.text("signIn.wrong")));
        }
        throttle.succeeded(name, address);
        return signedIn(account.get(), request.get());
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
        var word = guard.word(cookie);
        var fields = request.fields(provider);
        fields.put(FormGuard.FIELD, word);
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .cookie(guard.cookie(word))
                .entity(SignInPages.signIn(words, fields, name, problem))
                .build();
    }

    private static Response refused(Words words) {
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(SignInPages.notice(words, "signIn.refused"))
                .build();
    }

    static String waitText(Words words, Duration wait) {
        long seconds = wait.toSeconds() + 1;
        return seconds <= 60
                ? words.text("signIn.waitSeconds", seconds)
                : words.text("signIn.waitMinutes", (seconds + 59) / 60);
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
