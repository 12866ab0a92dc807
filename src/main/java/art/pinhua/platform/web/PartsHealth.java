package art.pinhua.platform.web;

import io.quarkus.arc.All;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/// The parts in `/q/health`. They are no reason to restart the process or to send readers elsewhere, so
/// liveness and readiness leave them out.
@Wellness
@Singleton
class PartsHealth implements HealthCheck {
    private final List<SystemPart> parts;

    PartsHealth(@All List<SystemPart> parts) {
        this.parts = parts;
    }

    @Override
    public HealthCheckResponse call() {
        var states = parts.stream().collect(Collectors.toMap(SystemPart::name, SystemPart::state));
        var response = HealthCheckResponse.named("parts")
                .status(states.values().stream().allMatch(SystemPart.State::up));
        states.forEach((name, state) -> response.withData(name, state.detail()));
        return response.build();
    }
}
