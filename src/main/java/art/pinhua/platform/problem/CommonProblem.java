package art.pinhua.platform.problem;

/// Problems that belong to no subject.
public enum CommonProblem implements ProblemCode {
    INVALID_INPUT(400, "The request holds values that cannot be accepted"),
    MALFORMED_JSON(400, "The request body is not readable JSON"),
    BAD_REQUEST(400, "The request cannot be understood"),
    NOT_SIGNED_IN(401, "Sign in first"),
    NOT_ALLOWED(403, "Your roles do not allow this"),
    CROSS_SITE_REQUEST(403, "The request did not come from this site's own pages"),
    NOT_FOUND(404, "There is nothing here"),
    METHOD_NOT_ALLOWED(405, "This address does not know the method"),
    NOT_ACCEPTABLE(406, "None of the accepted media types is offered here"),
    CONFLICT(409, "The request does not fit the present state"),
    LENGTH_REQUIRED(411, "The request must tell its length"),
    TOO_LARGE(413, "The request is too large"),
    ADDRESS_TOO_LONG(414, "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The request's media type is not understood here"),
    RANGE_NOT_SATISFIABLE(416, "The file is shorter than the range"),
    TOO_MANY_REQUESTS(429, "Too many requests; try again later"),
    INTERNAL_ERROR(500, "Something went wrong on our side"),
    DATABASE_AWAY(503, "The database does not answer; try again in a moment"),
    OVERLOADED(503, "The service is busy; try again in a moment"),
    STOPPING(503, "This process is stopping; try again in a moment"),
    NO_ROOM(507, "There is no room for this on the disk");

    private final int status;
    private final String title;

    CommonProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }

    /// The code of a bare HTTP status, as the framework raises it.
    static CommonProblem ofStatus(int status) {
        return switch (status) {
            case 401 -> NOT_SIGNED_IN;
            case 403 -> NOT_ALLOWED;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 409 -> CONFLICT;
            case 411 -> LENGTH_REQUIRED;
            case 413 -> TOO_LARGE;
            case 414 -> ADDRESS_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 416 -> RANGE_NOT_SATISFIABLE;
            case 429 -> TOO_MANY_REQUESTS;
            case 503 -> OVERLOADED;
            default -> status >= 500 ? INTERNAL_ERROR : BAD_REQUEST;
        };
    }
}
