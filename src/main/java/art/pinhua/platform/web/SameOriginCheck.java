package art.pinhua.platform.web;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Refuses requests that another site makes a reader's browser send (CSRF). Whatever changes state must carry
/// `X-Pinhua-Request: 1`, which other sites cannot add, or be marked by the browser as coming from our own pages.
@Singleton
class SameOriginCheck {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final String origin;

    SameOriginCheck(@ConfigProperty(name = "pinhua.public-url") URI publicUrl) {
        this.origin = publicUrl.getScheme() + "://" + publicUrl.getAuthority();
    }

    @ServerRequestFilter(preMatching = true)
    void check(ContainerRequestContext request) {
        if (READING.contains(request.getMethod())
                || !request.getUriInfo().getPath().startsWith("/api/")) {
            return;
        }
        var trusted = "1".equals(request.getHeaderString("X-Pinhua-Request"))
                || fromOurPages(request.getHeaderString("Sec-Fetch-Site"), request.getHeaderString("Origin"));
        if (!trusted) {
            throw new ProblemException(
                    CommonProblem.CROSS_SITE_REQUEST, "Programs send the header X-Pinhua-Request: 1 with each change.");
        }
    }

    /// Browsers without `Sec-Fetch-Site` still send `Origin` with every request that may change something.
    private boolean fromOurPages(@Nullable String fetchSite, @Nullable String sender) {
        return fetchSite == null ? origin.equals(sender) : fetchSite.equals("same-origin");
    }
}
