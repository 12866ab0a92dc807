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
import java.net.URI;
import java.net.URISyntaxException;

/// Turns away with words what the server below would refuse without: bodies that say themselves that they are too
/// large, addresses that are too long, hold NUL or are none, such as broken escapes.
@Singleton
public class RequestBounds {
    /// Before anybody reads the path: what cannot be read is refused here.
    private static final int EARLY = 1_199;
    /// Leaves the look at the address, which Quarkus takes ahead of all filters and answers with an empty 400, to us.
    private static final String LOOK_OF_THE_SERVER = "vertx.disableURIValidation";
    /// Below the server's own limit (`quarkus.http.limits.max-initial-line-length`).
    private static final int LONGEST_ADDRESS = 8_000;

    private final ObjectMapper json;

    RequestBounds(ObjectMapper json) {
        this.json = json;
    }

    /// Before the server's classes are loaded.
    public static void takeOver() {
        System.setProperty(LOOK_OF_THE_SERVER, "true");
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
                    new ProblemException(
                            CommonProblem.BAD_REQUEST, "The address holds an escape or a sign that no address has."));
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

    /// The server's own look, and no NUL.
    private static boolean readable(String uri) {
        try {
            return !new URI(uri).toString().contains("%00");
        } catch (URISyntaxException e) {
            return false;
        }
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
