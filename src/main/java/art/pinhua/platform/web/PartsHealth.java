package art.pinhua.platform.web;

import art.pinhua.platform.SystemPart;
import io.quarkus.arc.All;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/// The parts in `/q/health`, in a word each: anybody may ask. They are no reason to restart the
/// process or to send readers elsewhere, so liveness and readiness leave them out.
@Wellness
@Singleton
class PartsHealth implements HealthCheck {
    private final List<SystemPart> parts;

    PartsHealth(@All List<SystemPart> parts) {
        this.parts = parts;
    }

    @Override
    public HealthCheckResponse call() {
        var states = parts.stream().collect(Collectors.toMap(SystemPart::name, SystemPart::outline));
        var response = HealthCheckResponse.named("parts")
                .status(states.values().stream().noneMatch(PartsHealth::down));
        states.forEach((name, state) -> response.withData(name, word(state)));
        return response.build();
    }

    private static boolean down(SystemPart.State state) {
        return state.condition() == SystemPart.Condition.DOWN;
    }

    /// Troubles name hosts and folders, and say what libraries say: they are for the page of the system.
    private static String word(SystemPart.State state) {
        return state.condition().name().toLowerCase(Locale.ROOT);
    }
}
