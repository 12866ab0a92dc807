package art.pinhua.platform.problem;

import java.util.List;

/// The caller's fault. Mapped once to `application/problem+json`; never logged as ours.
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProblemCode code;
    private final String detail;
    private final transient List<Violation> violations;

    /// @param detail what is wrong this time, with the values, in a whole sentence
    public ProblemException(ProblemCode code, String detail, Violation... violations) {
        this(code, detail, List.of(violations));
    }

    public ProblemException(ProblemCode code, String detail, List<Violation> violations) {
        super(code.name() + ": " + detail);
        this.code = code;
        this.detail = detail;
        this.violations = List.copyOf(violations);
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
}
