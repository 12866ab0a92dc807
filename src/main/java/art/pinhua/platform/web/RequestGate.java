package art.pinhua.platform.web;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.Problem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Keeps requests from piling up. Virtual threads know no bound of their own, so those that wait for the database are
/// counted, and beyond the bound the answer comes at once: 503. Pictures are turned away first and votes last, because
/// a picture can be asked for again and a vote is work done.
///
/// Event streams are no work in progress and are not counted.
///
/// A stopping process serves what arrives until the end of the delay is near. From then on it answers 503 at once:
/// the port is closed, with all its connections, at the first moment after the delay at which nothing is under way, and
/// whoever was told to go elsewhere has no request in such a connection.
@Singleton
class RequestGate {
    /// Before anything reads the body.
    private static final int EARLY = 1_050;

    private static final int PER_CONNECTION = 4;
    /// A client's wait before it tries again and the answer to that should fit in.
    private static final Duration REFUSING = Duration.ofMillis(500);
    /// A body that was not read when its connection closes makes the client's system throw the answer away.
    private static final int BODY_MILLIS = 250;

    private final int most;
    private final Duration delay;
    private final Vertx vertx;
    private final ObjectMapper json;
    private final Counter refused;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean stopping;

    RequestGate(
            @ConfigProperty(name = "pinhua.limits.at-once") Optional<Integer> atOnce,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections,
            @ConfigProperty(name = "quarkus.shutdown.delay") Duration delay,
            Vertx vertx,
            MeterRegistry meters,
            ObjectMapper json) {
        most = atOnce.orElse(PER_CONNECTION * connections);
        refused = meters.counter("pinhua.requests.shed");
        meters.gauge("pinhua.requests.at.once", underWay);
        this.delay = delay;
        this.vertx = vertx;
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, EARLY);
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        vertx.setTimer(Math.max(1, delay.minus(REFUSING).toMillis()), end -> stopping = true);
    }

    private void admit(RoutingContext request) {
        var path = request.normalizedPath();
        if (stopping) {
            refuse(request, CommonProblem.STOPPING, "Nothing was done with the request.", path);
            return;
        }
        if (!path.startsWith("/api/") || isStream(request)) {
            request.next();
            return;
        }
        if (underWay.incrementAndGet() > bound(request.request().method(), path, most)) {
            underWay.decrementAndGet();
            refused.increment();
            refuse(request, CommonProblem.OVERLOADED, "More is under way than the database serves.", path);
            return;
        }
        request.addEndHandler(sent -> underWay.decrementAndGet());
        request.next();
    }

    /// How many may be under way for this one to be let in.
    static int bound(HttpMethod method, String path, int most) {
        if (path.equals("/api/rating/votes")) {
            return most + most / 4;
        }
        return method.equals(HttpMethod.GET) && path.contains("/image") ? most - most / 4 : most;
    }

    private static boolean isStream(RoutingContext request) {
        var accept = request.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/event-stream");
    }

    private void refuse(RoutingContext request, CommonProblem code, String detail, String path) {
        var problem = Problem.of(code, detail, path, List.of());
        var received = request.request();
        long timer = vertx.setTimer(BODY_MILLIS, late -> answer(request, problem));
        received.handler(ignored -> {})
                .exceptionHandler(cut -> vertx.cancelTimer(timer))
                .endHandler(whole -> {
                    vertx.cancelTimer(timer);
                    answer(request, problem);
                });
        received.resume();
    }

    private void answer(RoutingContext request, Problem problem) {
        if (request.response().ended()) {
            return;
        }
        try {
            request.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader(HttpHeaders.RETRY_AFTER, "1")
                    .end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            request.fail(e);
        }
    }
}
