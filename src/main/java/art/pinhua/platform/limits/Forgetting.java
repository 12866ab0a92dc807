package art.pinhua.platform.limits;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Has what was counted about visitors forgotten in time, also where no further visitor comes.
@Singleton
class Forgetting {
    private static final Logger LOG = Logger.getLogger(Forgetting.class);

    private final List<Forgetful> counters;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("forgetting").factory());

    Forgetting(@All List<Forgetful> counters) {
        this.counters = counters;
    }

    /// A worker knows no visitors.
    void start(@Observes StartupEvent event, @ConfigProperty(name = "pinhua.role") String role) {
        if (!role.equals("worker")) {
            rounds.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.MINUTES);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.shutdownNow();
    }

    void round() {
        for (var counter : counters) {
            try {
                counter.forget();
            } catch (RuntimeException e) { // the database may be away: the next round tries again
                LOG.warnf(e, "%s cannot forget yet", counter);
            }
        }
    }
}
