package art.pinhua.platform.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/// Waits for jobs of a test.
@ApplicationScoped
class JobEnds {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JobRows rows;

    JobEnds(JobRows rows) {
        this.rows = rows;
    }

    Job row(UUID id) {
        return rows.find(id).orElseThrow();
    }

    Job await(UUID id) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!row(id).state().ended()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still " + row(id));
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return row(id);
    }
}
