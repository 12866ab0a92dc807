package art.pinhua.platform.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
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
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where an invited person chooses a password. The address works until the password is kept, and never again.
@Path("/idp/invite")
@PermitAll
public class InvitationPage {
    /// What the names of a session's cookies begin with, be it in one piece or in several.
    private static final String SESSION = "q_session";

    private final People people;
    private final FormGuard guard;
    private final ProviderForms forms;
    private final Newcomers newcomers;
    private final BundledProvider provider;

    InvitationPage(People people, FormGuard guard, ProviderForms forms, Newcomers newcomers, BundledProvider provider) {
        this.people = people;
        this.guard = guard;
        this.forms = forms;
        this.newcomers = newcomers;
        this.provider = provider;
    }

    @GET
    @RunOnVirtualThread
    public Response show(
            @QueryParam("token") @DefaultValue("") String token,
            @Context HttpHeaders headers,
            @CookieParam(FormGuard.COOKIE) @Nullable Cookie cookie) {
        var words = Words.of(headers.getAcceptableLanguages());
        return people.invitedBy(token)
                .map(account -> form(200, words, account, token, cookie, Optional.empty()))
                .orElseGet(() -> dead(words));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RunOnVirtualThread
    public Response accept(
            MultivaluedMap<String, String> form,
            @Context HttpHeaders headers,
            @CookieParam(FormGuard.COOKIE) @Nullable Cookie cookie) {
        var words = Words.of(headers.getAcceptableLanguages());
        var token = ProviderForms.value(form, "token");
        var account = people.invitedBy(token);
        if (account.isEmpty()) {
            return dead(words);
        }
        if (!guard.sentByTheShownPage(cookie, form)) {
            return form(403, words, account.get(), token, cookie, Optional.of(words.text("signIn.pageTooOld")));
        }
        var password = ProviderForms.value(form, "password");
        var problem = PasswordRules.problem(words, account.get().name, password, ProviderForms.value(form, "again"));
        if (problem.isPresent()) {
            return form(400, words, account.get(), token, cookie, problem);
        }
        return people.acceptInvitation(token, password)
                .map(accepted -> Response.seeOther(URI.create("/login"))
                        .cookie(newcomers.cookie(accepted.id))
                        .cookie(sessionsOver(headers))
                        .build())
                .orElseGet(() -> dead(words));
    }

    /// Where somebody else is signed in, who was invited would go on as them.
    private NewCookie[] sessionsOver(HttpHeaders headers) {
        return headers.getCookies().keySet().stream()
                .filter(name -> name.startsWith(SESSION))
                .map(this::over)
                .toArray(NewCookie[]::new);
    }

    private NewCookie over(String name) {
        return new NewCookie.Builder(name)
                .value("")
                .path("/")
                .maxAge(0)
                .httpOnly(true)
                .secure(provider.publicUrl().startsWith("https:"))
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    private Response form(
            int status, Words words, Account account, String token, @Nullable Cookie cookie, Optional<String> problem) {
        return forms.form(
                status,
                cookie,
                word -> SignInPages.invitation(words, account, Map.of("token", token, FormGuard.FIELD, word), problem));
    }

    private static Response dead(Words words) {
        return ProviderForms.page(410, SignInPages.notice(words, "invite.dead"));
    }
}
