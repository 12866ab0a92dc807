package art.pinhua.platform.problem;

import art.pinhua.platform.sql.DatabaseAway;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns every exception that reaches the edge into one problem. Our own bugs say nothing about themselves
/// outside.
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response problem(ProblemException exception, UriInfo uri) {
        var answer = answer(exception.code(), exception.detail(), uri, exception.violations());
        return exception
                .retryAfter()
                .map(wait -> Response.fromResponse(answer)
                        .header(HttpHeaders.RETRY_AFTER, ProblemException.wholeSeconds(wait))
                        .build())
                .orElse(answer);
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException exception, UriInfo uri) {
        if (exception.getConstraintViolations().stream().anyMatch(ProblemMappers::concernsOurAnswer)) {
            return unexpected(exception, uri);
        }
        var violations = exception.getConstraintViolations().stream()
                .map(violation -> new Violation(field(violation), violation.getMessage()))
                .sorted((a, b) -> a.field().compareTo(b.field()))
                .toList();
        var detail = violations.stream()
                .map(violation -> violation.field() + " " + violation.message())
                .collect(Collectors.joining("; "));
        return answer(CommonProblem.INVALID_INPUT, detail + ".", uri, violations);
    }

    @ServerExceptionMapper
    Response unreadable(JsonProcessingException exception, UriInfo uri) {
        if (exception.getCause() instanceof ProblemException problem) {
            return problem(problem, uri); // the body's stream gave up
        }
        var fault = JsonFault.of(exception);
        return answer(fault.code(), fault.detail(), uri, fault.violations());
    }

    /// The framework has a mapper of its own for this subclass, so ours must name it too.
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException exception, UriInfo uri) {
        return unreadable(exception, uri);
    }

    @ServerExceptionMapper
    Response notSignedIn(UnauthorizedException exception, UriInfo uri) {
        return answer(CommonProblem.NOT_SIGNED_IN, "This address is for people who are signed in.", uri, List.of());
    }

    @ServerExceptionMapper
    Response notAllowed(ForbiddenException exception, UriInfo uri) {
        return answer(CommonProblem.NOT_ALLOWED, "None of your roles opens this address.", uri, List.of());
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException exception, UriInfo uri) {
        if (exception.getCause() instanceof JsonProcessingException unreadable) {
            return unreadable(unreadable, uri);
        }
        if (exception.getCause() instanceof ProblemException problem) {
            return problem(problem, uri);
        }
        var answer = exception.getResponse();
        if (answer.getStatus() < 400 || answer.hasEntity()) {
            return answer;
        }
        var code = CommonProblem.ofStatus(answer.getStatus());
        if (code == CommonProblem.INTERNAL_ERROR) {
            return unexpected(exception, uri);
        }
        var response =
                Problem.of(code, code.title() + ".", uri.getPath(), List.of()).response();
        return answer.getHeaders().containsKey(HttpHeaders.ALLOW)
                ? Response.fromResponse(response)
                        .header(HttpHeaders.ALLOW, answer.getHeaderString(HttpHeaders.ALLOW))
                        .build()
                : response;
    }

    @ServerExceptionMapper
    Response unexpected(Throwable exception, UriInfo uri) {
        if (DatabaseAway.in(exception)) {
            return databaseAway(exception, uri);
        }
        LOG.errorf(exception, "request to %s failed", uri.getPath());
        return answer(
                CommonProblem.INTERNAL_ERROR,
                "The fault is recorded under the request id of this answer (header X-Request-Id).",
                uri,
                List.of());
    }

    /// One line each: an outage meets every request.
    private static Response databaseAway(Throwable exception, UriInfo uri) {
        LOG.warnf("request to %s met a database that is away: %s", uri.getPath(), exception.getMessage());
        LOG.debug("the whole of it", exception);
        var problem = answer(
                CommonProblem.DATABASE_AWAY,
                "What was sent may be sent again; nothing is stored twice under one id.",
                uri,
                List.of());
        return Response.fromResponse(problem).header(HttpHeaders.RETRY_AFTER, 1).build();
    }

    private static Response answer(ProblemCode code, String detail, UriInfo uri, List<Violation> violations) {
        return Problem.of(code, detail, uri.getPath(), violations).response();
    }

    private static boolean concernsOurAnswer(ConstraintViolation<?> violation) {
        return StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .anyMatch(node -> node.getKind() == ElementKind.RETURN_VALUE);
    }

    /// The path without the method's and the parameter's name: `prompts[0].text`.
    private static String field(ConstraintViolation<?> violation) {
        var path = StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .filter(node -> node.getKind() != ElementKind.METHOD)
                .toList();
        var inBody = path.size() > 1 && path.getFirst().getKind() == ElementKind.PARAMETER;
        return path.stream()
                .skip(inBody ? 1 : 0)
                .map(Object::toString)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining("."));
    }
}
