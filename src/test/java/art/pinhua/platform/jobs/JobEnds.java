package art.pinhua.platform.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/// Jobs of a test, from row to end.
@ApplicationScoped
class JobEnds {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JobRows rows;

    JobEnds(JobRows rows) {
        this.rows = rows;
    }

    /// A job that no worker will take, since it is in no queue.
    UUID waiting(UUID about) {
        return rows.insert(UUID.randomUUID(), PlantedWork.KIND, JobLane.OTHER, about, "{}")
                .orElseThrow()
                .id();
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
