package art.pinhua.platform.web;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// A client that sends half a body and then nothing must not hold up a stop: its connection is cut after half of the
/// time that requests in flight are given, and the thread that waits for the rest is free.
@Singleton
class UnfinishedBodies {
    /// Around everything that reads a body.
    private static final int EARLY = 1_150;
    private static final long BETWEEN_MILLIS = 250;

    private final Map<HttpServerRequest, Long> arriving = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final Duration patience;

    UnfinishedBodies(Vertx vertx, @ConfigProperty(name = "quarkus.shutdown.timeout") Duration timeout) {
        this.vertx = vertx;
        this.patience = timeout.dividedBy(2);
    }

    void register(@Observes Filters filters) {
        filters.register(this::note, EARLY);
    }

    private void note(RoutingContext context) {
        var request = context.request();
        if (request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            arriving.put(request, System.nanoTime());
            context.addEndHandler(done -> arriving.remove(request));
        }
        context.next();
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        long began = System.nanoTime();
        vertx.setPeriodic(
                BETWEEN_MILLIS,
                timer -> arriving.forEach((request, arrived) -> {
                    if (!request.isEnded() && System.nanoTime() - Math.max(arrived, began) > patience.toNanos()) {
                        request.response().reset();
                    }
                }));
    }
}
