package art.pinhua.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The short form of the fault matrix: rows 1, 2, 3, 4, 7 and 23, each a few times, on one installation.
class FaultSmokeIT {
    @TempDir
    Path folder;

    @Test
    void noVoteIsLostAndNoZombieWrites() throws Exception {
        try (var faults = new VoteFaults(folder, Long.getLong("pinhua.seed", System.nanoTime()))) {
            faults.terminateBackends(4);
            faults.killPostgres(1);
            faults.freezeWorker(() -> {
                faults.killWeb(1);
                faults.rollWeb(1);
            });
            faults.prove();
        }
    }
}
