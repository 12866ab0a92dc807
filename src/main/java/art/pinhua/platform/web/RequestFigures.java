package art.pinhua.platform.web;

import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Counts requests under the addresses of endpoints alone: all that no endpoint has, or that is refused
/// before it is found, is one. Else whoever asks for made-up addresses would use up the names that figures
/// may have (`max-uri-tags` in the settings), and ids and tokens would stand in `/q/metrics`, which anybody
/// may read.
@Singleton
class RequestFigures {
    private static final String OTHER = "/{other}";
    /// Before anything that refuses.
    private static final int FIRST = 1_201;

    void register(@Observes Filters filters) {
        filters.register(RequestFigures::name, FIRST);
    }

    /// An endpoint that is found puts its own name above this one, and so do patterns in the settings.
    private static void name(RoutingContext request) {
        if (request.request() instanceof HttpServerRequestInternal received
                && received.metric() instanceof HttpRequestMetric figure) {
            figure.setTemplatePath(OTHER);
        }
        request.next();
    }
}
