package art.pinhua.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The long form of [FaultSmokeIT]: each fault several times, in six minutes or so on two busy cores.
@Tag("slow")
class FaultMatrixIT {
    @TempDir
    Path folder;

    @Test
    void noVoteIsLostAndNoZombieWrites() throws Exception {
        try (var faults = new VoteFaults(folder, Long.getLong("pinhua.seed", System.nanoTime()))) {
            faults.terminateBackends(30);
            faults.killPostgres(3);
            faults.freezeWorker(() -> {});
            faults.killWeb(4);
            faults.rollWeb(6);
            faults.prove();
        }
    }
}
