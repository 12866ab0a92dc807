package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.data.PreferenceData;
import art.pinhua.training.trainer.StopRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasteBenchTest {
    private static final String STARTER = "models/starter-64";

    @TempDir
    Path folder;

    @Test
    void anAdapterOfStrengthNoneChangesNothing() throws Exception {
        var snapshot = folder.resolve("snapshot");
        var row = TasteBench.run(
                new TasteBench.Setting(
                        STARTER,
                        snapshot.toString(),
                        null,
                        4,
                        2,
                        3,
                        2,
                        2,
                        0,
                        1,
                        new TasteBench.Trained(2, 2, 4, 1e-3, null, .5, .1, 2, .99, 1)),
                new StopRequest());
        var cells = row.strip().split(" \\| ");
        assertEquals(cells[8], cells[9], row);
        assertEquals("0.500", cells[10], row);
        assertTrue(cells[11].startsWith("100.0 %"), row);

        var data = PreferenceData.read(snapshot);
        assertEquals(4, data.training().size());
        for (PreferenceGroup group : SnapshotFiles.groups(snapshot)) {
            assertTrue(group.pairs().stream().allMatch(pair -> pair.p() >= .5 && pair.p() < 1), group.toString());
        }
    }

    @Test
    void nothingToVoteOnIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SimulatedVotes(96, 1, 4, 1));
    }
}
