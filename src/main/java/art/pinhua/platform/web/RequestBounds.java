package art.pinhua.platform.web;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.LimitedStream;
import art.pinhua.platform.problem.Problem;
import art.pinhua.platform.problem.ProblemException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;

/// Turns away what the server below would refuse without a word: bodies that say themselves that they are too large,
/// addresses that are too long or hold NUL or broken escapes.
@Singleton
class RequestBounds {
    /// Before anybody reads the path: what cannot be read is refused here.
    private static final int EARLY = 1_100;
    /// Below the server's own limit (`quarkus.http.limits.max-initial-line-length`).
    private static final int LONGEST_ADDRESS = 8_000;

    private final ObjectMapper json;

    RequestBounds(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext request) {
        if (length(request) > LimitedStream.MOST) {
            // the body stays unread, so nothing else can follow on this connection
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            request.addEndHandler(sent -> request.request().connection().close());
            refuse(request, LimitedStream.tooLarge());
        } else if (request.request().uri().length() > LONGEST_ADDRESS) {
            refuse(
                    request,
                    new ProblemException(
                            CommonProblem.ADDRESS_TOO_LONG, "An address may hold " + LONGEST_ADDRESS + " characters."));
        } else if (!readable(request.request().uri())) {
            refuse(
                    request,
                    new ProblemException(CommonProblem.BAD_REQUEST, "The address holds an escape that is no text."));
        } else {
            request.next();
        }
    }

    private static long length(RoutingContext request) {
        var told = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return told == null ? 0 : Long.parseLong(told.strip());
        } catch (NumberFormatException e) {
            return 0; // the server itself refuses it
        }
    }

    /// Every `%` begins two hexadecimal digits, and none of them is NUL.
    private static boolean readable(String uri) {
        for (int at = uri.indexOf('%'); at >= 0; at = uri.indexOf('%', at + 1)) {
            var code = uri.substring(at + 1, Math.min(uri.length(), at + 3)).toLowerCase(Locale.ROOT);
            if (!code.matches("[0-9a-f]{2}") || code.equals("00")) {
                return false;
            }
        }
        return true;
    }

    private void refuse(RoutingContext request, ProblemException problem) {
        var body = Problem.of(
                problem.code(),
                problem.detail(),
                String.valueOf(request.request().path()),
                problem.violations());
        try {
            request.response()
                    .setStatusCode(problem.code().status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                    .end(json.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            request.fail(e);
        }
    }
}
