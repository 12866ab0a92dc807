package art.pinhua.platform.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gives the front end's two pages their addresses: the crowd's light page its short one, the studio every other one
/// that a browser navigates to. Left alone, the API would answer those with its 404.
@ApplicationScoped
class PageRoutes {
    private static final String STUDIO = "/";
    private static final String CROWD = "/rate/index.html";
    private static final Set<String> PAGES = Set.of(STUDIO, CROWD);
    private static final Set<String> CROWD_ADDRESSES = Set.of("/rate", "/rate/");
    private static final List<String> NOT_OF_THE_STUDIO =
            List.of("/api", "/q", "/login", "/logout", "/idp", "/assets", "/rate");

    /// Ahead of every other handler; a route that is taken anew passes here a second time.
    private static final int FIRST = -1_000;

    void register(@Observes Router router) {
        router.get().order(FIRST).handler(PageRoutes::handle);
    }

    private static void handle(RoutingContext context) {
        String path = context.normalizedPath();
        var page = pageAt(path, context.request().getHeader(HttpHeaders.ACCEPT) instanceof String s ? s : "");
        if (page.isPresent()) {
            context.reroute(page.get());
            return;
        }
        if (PAGES.contains(path)) {
            // a page names the scripts of its own build: an old copy would ask for files that are gone
            context.addHeadersEndHandler(done -> context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache"));
        }
        context.next();
    }

    /// The page that answers at an address which is not that of a page itself.
    static Optional<String> pageAt(String path, String accept) {
        if (CROWD_ADDRESSES.contains(path)) {
            return Optional.of(CROWD);
        }
        boolean navigation = accept.contains("text/html");
        boolean file = path.lastIndexOf('.') > path.lastIndexOf('/');
        if (!navigation
                || file
                || path.equals(STUDIO)
                || NOT_OF_THE_STUDIO.stream().anyMatch(p -> within(p, path))) {
            return Optional.empty();
        }
        return Optional.of(STUDIO);
    }

    private static boolean within(String prefix, String path) {
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }
}
