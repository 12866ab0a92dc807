package art.pinhua.platform.web;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Refuses requests that another site makes a reader's browser send (CSRF). Whatever changes state must carry
/// `X-Pinhua-Request: 1`, which other sites cannot add, or be marked by the browser as coming from our own pages.
/// What a browser marks as coming from elsewhere is refused in any case.
@Singleton
class SameOriginCheck {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /// The bundled provider's forms carry a word of their page instead (`FormGuard`), token requests a client secret.
    private static final String SIGN_IN_PAGES = "/idp/";

    private final String origin;

    SameOriginCheck(@ConfigProperty(name = "pinhua.public-url") URI publicUrl) {
        this.origin = publicUrl.getScheme() + "://" + publicUrl.getAuthority();
    }

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        if (READING.contains(request.getMethod())
                || request.getUriInfo().getPath().startsWith(SIGN_IN_PAGES)) {
            return;
        }
        var fetchSite = request.getHeaderString("Sec-Fetch-Site");
        // programs, and browsers that do not say where a request comes from
        var trusted = fetchSite == null
                ? "1".equals(request.getHeaderString("X-Pinhua-Request"))
                        || origin.equals(request.getHeaderString("Origin"))
                : fetchSite.equals("same-origin");
        if (!trusted) {
            throw new ProblemException(
                    CommonProblem.CROSS_SITE_REQUEST, "Programs send the header X-Pinhua-Request: 1 with each change.");
        }
    }
}
