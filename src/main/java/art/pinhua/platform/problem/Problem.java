package art.pinhua.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;

/// The body of every refusal (RFC 9457, `application/problem+json`).
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        String instance,
        List<Violation> violations) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /// @param instance path of the request
    public static Problem of(ProblemCode code, String detail, String instance, List<Violation> violations) {
        var type = "urn:pinhua:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(type, code.title(), code.status(), code.name(), detail, instance, violations);
    }

    public Response response() {
        return Response.status(status)
                .type(MediaType.valueOf(MEDIA_TYPE))
                .entity(this)
                .build();
    }
}
