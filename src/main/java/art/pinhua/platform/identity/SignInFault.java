package art.pinhua.platform.identity;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.Problem;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Tells of a session that has run out, a token that is not ours, and a sign-in that came to no end: a page to the
/// person who is being signed in, a problem to everybody else. Pages of the application start a new sign-in themselves.
/// Why, the framework has logged.
class SignInFault {
    @ServerExceptionMapper({AuthenticationFailedException.class, AuthenticationCompletionException.class})
    Response signInRunOut(RuntimeException exception, UriInfo uri, HttpHeaders headers) {
        if (uri.getPath().startsWith("/login") && readsPages(headers)) {
            var words = Words.of(headers.getAcceptableLanguages());
            return ProviderForms.page(
                    CommonProblem.NOT_SIGNED_IN.status(), SignInPages.notice(words, "signIn.unfinished"));
        }
        return Problem.of(
                        CommonProblem.NOT_SIGNED_IN,
                        "The sign-in has run out or is not valid.",
                        uri.getPath(),
                        List.of())
                .response();
    }

    private static boolean readsPages(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .anyMatch(type -> type.getSubtype().equals(MediaType.TEXT_HTML_TYPE.getSubtype()));
    }
}
