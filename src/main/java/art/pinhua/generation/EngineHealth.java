package art.pinhua.generation;

import art.pinhua.platform.Ids;
import art.pinhua.training.contract.EngineAnswer;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/// How the engine does. An engine that is away is started by the next request, so it never makes the site unready.
@Wellness
@ApplicationScoped
class EngineHealth implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Engine engine;
    private final Ids ids;

    EngineHealth(Engine engine, Ids ids) {
        this.engine = engine;
        this.ids = ids;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("engine").up().withData("state", engine.state());
        engine.health(ids.next().toString(), PATIENCE).ifPresent(health -> report(answer, health));
        return answer.build();
    }

    private static void report(HealthCheckResponseBuilder answer, EngineAnswer.Health health) {
        answer.withData("residentBytes", health.residentBytes()).withData("arrays", health.arrays());
    }
}
