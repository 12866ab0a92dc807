package art.pinhua.platform.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The caller's fault. Mapped once to `application/problem+json`; never logged as ours.
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProblemCode code;
    private final String detail;
    private final transient List<Violation> violations;
    private final @Nullable Duration retryAfter;

    /// @param detail what is wrong this time, with the values, in a whole sentence
    public ProblemException(ProblemCode code, String detail, Violation... violations) {
        this(code, detail, List.of(violations));
    }

    public ProblemException(ProblemCode code, String detail, List<Violation> violations) {
        this(code, detail, violations, null);
    }

    private ProblemException(
            ProblemCode code, String detail, List<Violation> violations, @Nullable Duration retryAfter) {
        super(code.name() + ": " + detail);
        this.code = code;
        this.detail = detail;
        this.violations = List.copyOf(violations);
        this.retryAfter = retryAfter;
    }

    /// 429: the same request succeeds later. `reason` is a whole sentence.
    public static ProblemException tooMany(String reason, Duration retryAfter) {
        var detail = reason + " Try again in " + wholeSeconds(retryAfter) + " s.";
        return new ProblemException(CommonProblem.TOO_MANY_REQUESTS, detail, List.of(), retryAfter);
    }

    /// 404: no such thing. `what` is a glossary word, such as `campaign`.
    public static ProblemException notFound(String what, Object id) {
        return new ProblemException(CommonProblem.NOT_FOUND, "There is no " + what + " " + id + ".");
    }

    /// 400: one field is wrong.
    public static ProblemException invalid(String field, String message) {
        return new ProblemException(
                CommonProblem.INVALID_INPUT, field + " " + message + ".", new Violation(field, message));
    }

    public ProblemCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    public List<Violation> violations() {
        return violations;
    }

    /// When the same request may be sent again.
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /// Never too early.
    static long wholeSeconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
