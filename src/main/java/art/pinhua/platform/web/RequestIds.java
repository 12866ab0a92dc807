package art.pinhua.platform.web;

import art.pinhua.platform.Ids;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/// Gives each request an id that its log lines and its answer carry (`X-Request-Id`). A proxy's id is kept
/// when it is plain.
@Singleton
class RequestIds {
    static final String HEADER = "X-Request-Id";

    private static final String LOG_KEY = "requestId";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]{8,64}");
    /// Higher runs earlier.
    private static final int FIRST = 1_200;

    private final Ids ids;

    RequestIds(Ids ids) {
        this.ids = ids;
    }

    void register(@Observes Filters filters) {
        filters.register(this::identify, FIRST);
    }

    private void identify(RoutingContext request) {
        var id = idOf(request);
        MDC.put(LOG_KEY, id);
        request.response().putHeader(HEADER, id);
        request.next();
    }

    /// A request that is taken anew for another page keeps its id.
    private String idOf(RoutingContext request) {
        var known = request.response().headers().get(HEADER);
        if (known != null) {
            return known;
        }
        var given = request.request().getHeader(HEADER);
        return given != null && PLAIN.matcher(given).matches()
                ? given
                : ids.next().toString();
    }
}
