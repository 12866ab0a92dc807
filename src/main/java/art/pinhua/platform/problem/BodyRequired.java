package art.pinhua.platform.problem;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/// A resource that reads a body gets one, of a bearable size: the JSON word `null` and whatever is longer than
/// [LimitedStream#MOST] are refused here, once for all.
@Provider
public class BodyRequired implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new LimitedStream(context.getInputStream()));
        var body = context.proceed();
        if (body == null) {
            throw new ProblemException(CommonProblem.INVALID_INPUT, "The request needs a body.");
        }
        return body;
    }
}
