package art.pinhua.platform.web;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.Problem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Keeps requests from piling up. Virtual threads know no bound of their own, so those that wait for the database are
/// counted, and beyond the bound the answer comes at once: 503. Pictures are turned away first and votes last, because
/// a
/// picture can be asked for again and a vote is work done.
///
/// Event streams are no work in progress and are not counted.
///
/// A stopping process answers what is under way. What still arrives when that is done, before the port is closed, would
/// meet an application in pieces: it gets a 503 and can be sent again.
@Singleton
class RequestGate {
    /// Before anything reads the body.
    private static final int EARLY = 1_050;

    private static final int FIRST = 1;
    private static final int PER_CONNECTION = 4;

    private final int most;
    private final ObjectMapper json;
    private final Counter refused;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean stopping;

    RequestGate(
            @ConfigProperty(name = "pinhua.limits.at-once") Optional<Integer> atOnce,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections,
            MeterRegistry meters,
            ObjectMapper json) {
        most = atOnce.orElse(PER_CONNECTION * connections);
        refused = meters.counter("pinhua.requests.shed");
        meters.gauge("pinhua.requests.at.once", underWay);
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, EARLY);
    }

    /// Before anything that answers need is taken down.
    void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
        stopping = true;
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
        try {
            request.response()
                    .setStatusCode(code.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader(HttpHeaders.RETRY_AFTER, "1")
                    .end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            request.fail(e);
        }
    }
}
