package art.pinhua.platform.web;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// A client that sends half a body and then nothing, or a byte now and then, holds nobody else up. A short body is
/// awaited here, where it takes neither a thread nor a place among the requests that [RequestGate] counts; a long
/// one is read by whom it is for, and few of those are let in at once. Either has a time to arrive in; then its
/// connection is cut. While the process stops, that is half of the time that requests in flight are given.
@Singleton
class UnfinishedBodies {
    /// Around everything that reads a body.
    private static final int EARLY = 1_150;
    private static final long BETWEEN_MILLIS = 250;

    /// Bytes; votes are far shorter, and nobody's memory is filled by those who wait.
    static final int SHORT = 16 << 10;

    /// Pages of the bundled provider, whose forms come from everybody and are short, however they come.
    static final String SIGN_IN = "/idp/";

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /// Of an upload a part of 8 MiB, over a slow line.
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(5);

    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Map<HttpServerRequest, Arrival> arriving = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final Duration stopping;
    private final long timer;
    private volatile Stop stop = new Stop(false, 0);

    private record Arrival(long began, Duration patience) {}

    private record Stop(boolean begun, long at) {}

    UnfinishedBodies(Vertx vertx, @ConfigProperty(name = "quarkus.shutdown.timeout") Duration timeout) {
        this.vertx = vertx;
        this.stopping = timeout.dividedBy(2);
        this.timer = vertx.setPeriodic(BETWEEN_MILLIS, now -> cut());
    }

    void register(@Observes Filters filters) {
        filters.register(this::note, EARLY);
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        stop = new Stop(true, System.nanoTime());
    }

    @PreDestroy
    void end() {
        vertx.cancelTimer(timer);
    }

    private void note(RoutingContext context) {
        var request = context.request();
        boolean isLong = isLong(request);
        if (!isLong && !request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            context.next();
            return;
        }
        var path = context.normalizedPath();
        var patience = isLong && !path.startsWith(SIGN_IN) ? LONG_PATIENCE : PATIENCE;
        arriving.put(request, new Arrival(System.nanoTime(), patience));
        context.addEndHandler(done -> arriving.remove(request));
        if (isLong || !path.startsWith("/api/")) {
            context.next();
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            awaitInStream(context, Integer.parseInt(request.getHeader(HttpHeaders.CONTENT_LENGTH)));
        } else {
            request.body().onSuccess(body -> goOn(context, body));
            request.resume();
        }
    }

    /// A stream of HTTP/2 that has told its end lets nobody pause it any more, which is the first thing that endpoints
    /// do. So it is paused at its last byte.
    private void awaitInStream(RoutingContext context, int length) {
        if (length == 0) {
            goOn(context, Buffer.buffer());
            return;
        }
        var body = Buffer.buffer(length);
        context.request().handler(part -> {
            boolean whole = body.length() >= length;
            body.appendBuffer(part);
            if (!whole && body.length() >= length) {
                context.request().pause();
                goOn(context, body);
            }
        });
        context.request().resume();
    }

    private void goOn(RoutingContext context, Buffer body) {
        arriving.remove(context.request());
        goOnWith(context, body);
    }

    private static void goOnWith(RoutingContext context, Buffer body) {
        ((RoutingContextInternal) context).setBody(body);
        context.next();
    }

    /// Awaits a body of HTTP/1.1 that comes in pieces, or is given up beyond so many bytes.
    /// @param tooLong takes care of what still arrives
    static void awaitPieces(RoutingContext context, int most, Runnable tooLong) {
        var request = context.request();
        var body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > most) {
                tooLong.run();
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(whole -> goOnWith(context, body));
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            context.response().writeContinue();
        }
        request.resume();
    }

    /// Also when nobody can tell: a body in pieces, one of HTTP/2 without a length, one that waits to be asked for.
    static boolean isLong(HttpServerRequest request) {
        var headers = request.headers();
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING) || headers.contains(HttpHeaders.EXPECT)) {
            return true;
        }
        return length == null ? isUntold(request) && mayHaveBody(request) : tellsMoreThan(SHORT, request);
    }

    static boolean tellsMoreThan(int bytes, HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && (!length.matches("\\d{1,9}") || Integer.parseInt(length) > bytes);
    }

    static boolean mayHaveBody(HttpServerRequest request) {
        return !WITHOUT_BODY.contains(request.method());
    }

    /// A stream of HTTP/2 need not say how long it is, nor that it is empty.
    static boolean isUntold(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2 && !request.headers().contains(HttpHeaders.CONTENT_LENGTH);
    }

    private void cut() {
        long now = System.nanoTime();
        var last = stop;
        arriving.forEach((request, arrival) -> {
            boolean late = now - arrival.began() > arrival.patience().toNanos()
                    || last.begun() && now - Math.max(arrival.began(), last.at()) > stopping.toNanos();
            if (late && !request.isEnded()) {
                request.response().reset();
            }
        });
    }
}
