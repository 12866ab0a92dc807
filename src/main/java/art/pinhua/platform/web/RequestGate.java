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
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Keeps requests from piling up. Virtual threads know no bound of their own, so those that wait for the database are
/// counted, and beyond the bound the answer comes at once: 503. Pictures are turned away first and votes last, because
/// a picture can be asked for again and a vote is work done.
///
/// Event streams are no work in progress and are not counted. A request counts from when its body is here; of a long
/// body the arrival counts as well, but those may take no more than a part of the places ([UnfinishedBodies]). Raters,
/// who need not sign in, send none.
///
/// Whoever is refused has a moment to send the rest of the body, and another one to read the answer. Then the
/// connection, or the stream of HTTP/2, goes with all that still arrives: nobody reads a body without end.
///
/// A stopping process serves what arrives until the end of the delay is near. From then on it answers 503 at once:
/// the port is closed, with all its connections, at the first moment after the delay at which nothing is under way, and
/// whoever was told to go elsewhere has no request in such a connection.
@Singleton
class RequestGate {
    /// Before anything reads the body.
    private static final int EARLY = 1_050;

    /// Open to everybody, so a long body here would take a place from those who may send one.
    private static final String RATING = "/api/rating/";

    private static final String TOO_LONG = "A body here may hold " + (UnfinishedBodies.SHORT >> 10) + " KiB.";
    /// Of a form of the bundled provider: an address, a name and passwords of a few hundred characters.
    private static final int FORM = 64 << 10;

    private static final String FORM_TOO_LONG = "A form here may hold " + (FORM >> 10) + " KiB.";
    private static final String FORM_UNTOLD = "A form over HTTP/2 must tell its length (content-length).";
    private static final int PER_CONNECTION = 4;
    /// Of all places, those for long bodies.
    private static final int SHARE_OF_LONG = 4;
    /// Of all places, those for bodies of raters that do not tell their length, mostly empty ones.
    private static final int SHARE_OF_UNTOLD = 16;
    /// As a part of the number of all places, those for forms in chunks: each is held in memory until it is answered.
    private static final int SHARE_OF_FORMS = 4;
    /// A client's wait before it tries again and the answer to that should fit in.
    private static final Duration REFUSING = Duration.ofMillis(500);
    /// A body that was not read when its connection closes makes the client's system throw the answer away.
    private static final int BODY_MILLIS = 250;
    /// Of an answer, by whoever still sends.
    private static final int READING_MILLIS = 1_000;

    private static final int UNAVAILABLE = 503;

    private final int most;
    private final Duration delay;
    private final Vertx vertx;
    private final ObjectMapper json;
    private final Counter refused;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger longBodies = new AtomicInteger();
    private final AtomicInteger untoldBodies = new AtomicInteger();
    private final AtomicInteger formsInChunks = new AtomicInteger();
    private volatile boolean stopping;

    RequestGate(
            GateSettings settings,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections,
            @ConfigProperty(name = "quarkus.shutdown.delay") Duration delay,
            Vertx vertx,
            MeterRegistry meters,
            ObjectMapper json) {
        most = settings.atOnce().orElse(PER_CONNECTION * connections);
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

    /// Endpoints are found as if what follows a semicolon were not there, so no rule by address would hold.
    private void admit(RoutingContext request) {
        var path = request.normalizedPath();
        if (stopping) {
            refuse(request, CommonProblem.STOPPING, "Nothing was done with the request.", path);
            return;
        }
        if (path.indexOf(';') >= 0) {
            refuse(request, CommonProblem.NOT_FOUND, "No address here has a semicolon.", path);
            return;
        }
        if (path.startsWith(UnfinishedBodies.SIGN_IN)) {
            admitForm(request, path);
            return;
        }
        var method = request.request().method();
        if (!path.startsWith("/api/") || isStream(method, path)) {
            request.next();
            return;
        }
        boolean isLong = UnfinishedBodies.isLong(request.request());
        boolean ofRater = path.startsWith(RATING);
        if (isLong && ofRater && !UnfinishedBodies.isUntold(request.request())) {
            refuse(request, CommonProblem.TOO_LARGE, TOO_LONG, path);
        } else if (isLong
                && !(ofRater
                        ? entered(request, untoldBodies, share(SHARE_OF_UNTOLD))
                        : entered(request, longBodies, share(SHARE_OF_LONG)))) {
            shed(request, "More long bodies are on their way than can be read at once.", path);
        } else if (!entered(request, underWay, bound(method, path, most))) {
            shed(request, "More is under way than the database serves.", path);
        } else {
            request.next();
        }
    }

    /// Forms take no place among the requests that are counted: guesses at passwords have a queue of their own. Those
    /// in chunks have a few places of their own.
    private void admitForm(RoutingContext request, String path) {
        var received = request.request();
        Runnable tooLong = () -> refuse(request, CommonProblem.TOO_LARGE, FORM_TOO_LONG, path);
        if (UnfinishedBodies.tellsMoreThan(FORM, received)) {
            tooLong.run();
        } else if (UnfinishedBodies.isUntold(received) && UnfinishedBodies.mayHaveBody(received)) {
            refuse(request, CommonProblem.LENGTH_REQUIRED, FORM_UNTOLD, path);
        } else if (received.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            if (entered(request, formsInChunks, share(SHARE_OF_FORMS))) {
                UnfinishedBodies.awaitPieces(request, FORM, tooLong);
            } else {
                shed(request, "More forms in chunks are on their way than can be read at once.", path);
            }
        } else {
            request.next();
        }
    }

    private int share(int of) {
        return Math.max(1, most / of);
    }

    /// Counts a request until it is answered, if there is a place for it.
    private static boolean entered(RoutingContext request, AtomicInteger count, int most) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        request.addEndHandler(sent -> count.decrementAndGet());
        return true;
    }

    private void shed(RoutingContext request, String why, String path) {
        refused.increment();
        refuse(request, CommonProblem.OVERLOADED, why, path);
    }

    /// How many may be under way for this one to be let in.
    static int bound(HttpMethod method, String path, int most) {
        if (path.equals("/api/rating/votes")) {
            return most + most / 4;
        }
        return reads(method) && path.contains("/image") ? most - most / 4 : most;
    }

    /// By its address: whoever asks may say that it accepts what it likes.
    static boolean isStream(HttpMethod method, String path) {
        return reads(method) && path.endsWith("/events");
    }

    /// Whoever asks for the headers alone has the same work done, and a stream begun.
    private static boolean reads(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private void refuse(RoutingContext request, CommonProblem code, String detail, String path) {
        var problem = Problem.of(code, detail, path, List.of());
        var received = request.request();
        if (received.isEnded()) {
            answer(request, problem);
            return;
        }
        long timer = vertx.setTimer(BODY_MILLIS, late -> answerEarly(request, problem));
        received.handler(ignored -> {})
                .exceptionHandler(cut -> vertx.cancelTimer(timer))
                .endHandler(whole -> {
                    vertx.cancelTimer(timer);
                    answer(request, problem);
                });
        received.resume();
    }

    /// For whoever still sends; what is sent meanwhile is thrown away.
    private void answerEarly(RoutingContext request, Problem problem) {
        var response = request.response();
        if (response.ended()) {
            return;
        }
        boolean inStream = request.request().version() == HttpVersion.HTTP_2;
        if (!inStream) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answer(request, problem);
        vertx.setTimer(READING_MILLIS, read -> {
            if (inStream) {
                response.reset();
            } else {
                request.request().connection().close();
            }
        });
    }

    private void answer(RoutingContext request, Problem problem) {
        if (request.response().ended()) {
            return;
        }
        try {
            var response = request.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
            if (problem.status() == UNAVAILABLE) {
                response.putHeader(HttpHeaders.RETRY_AFTER, "1");
            }
            response.end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            request.fail(e);
        }
    }
}
