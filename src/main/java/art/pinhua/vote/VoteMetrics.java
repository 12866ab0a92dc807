package art.pinhua.vote;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// How long voters wait for their receipt and their next tasks. Known from the start, before the first vote.
@Singleton
class VoteMetrics {
    private final Timer duration;

    VoteMetrics(MeterRegistry meters) {
        duration = Timer.builder("pinhua.vote.duration")
                .description("From the vote to its receipt with the next tasks")
                .register(meters);
    }

    void ready(@Observes StartupEvent start) {}

    Timer duration() {
        return duration;
    }
}
