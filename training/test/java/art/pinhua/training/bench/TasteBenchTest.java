package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import art.pinhua.training.data.PreferenceData;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.lora.LoraParameters;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.StopRequest;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class TasteBenchTest {
    private static final String STARTER = "models/starter-64";

    @TempDir
    Path folder;

    private static TasteBench.Setting setting(@Nullable Path snapshot, @Nullable Path adapter, int prompts) {
        return new TasteBench.Setting(
                STARTER,
                snapshot == null ? null : snapshot.toString(),
                adapter == null ? null : adapter.toString(),
                prompts,
                2,
                3,
                2,
                2,
                0,
                1,
                new TasteBench.Trained(2, 2, 4, 1e-3, null, .5, .1, 2, .99, 1));
    }

    @Test
    void anAdapterOfStrengthNoneChangesNothing() throws Exception {
        var snapshot = folder.resolve("snapshot");
        var row = TasteBench.run(setting(snapshot, null, 4), new StopRequest());
        var cells = row.strip().split(" \\| ");
        assertEquals(
                List.of("4 × 2, 3 votes", "2 × 2", "4", "0.001"), List.of(cells).subList(1, 5), row);
        assertEquals(cells[8], cells[9], row);
        assertEquals("0.500", cells[10], row);
        assertTrue(cells[11].startsWith("100.0 %"), row);

        var data = PreferenceData.read(snapshot);
        assertEquals(4, data.training().size());
        for (PreferenceGroup group : SnapshotFiles.groups(snapshot)) {
            assertTrue(group.pairs().stream().allMatch(pair -> pair.p() >= .5 && pair.p() < 1), group.toString());
        }

        assertEquals("simulated", TasteBench.voters(snapshot));
        var ofPeople =
                new SnapshotManifest(SnapshotManifest.FORMAT, "", List.of("a campaign"), Map.of(), Map.of(), "base", 1);
        SnapshotFiles.write(snapshot, ofPeople, SnapshotFiles.groups(snapshot));
        assertEquals("people's", TasteBench.voters(snapshot));
    }

    /// How it was made is not known.
    @Test
    void ofAnAdapterThatWasThereNothingIsSaid() throws Exception {
        var json = JsonParser.parseString(Files.readString(Path.of(STARTER, "unet", "config.json")));
        var shapes = UNet.shapes(UNetConfig.parse(json.getAsJsonObject()));
        var adapter = folder.resolve("adapter.safetensors");
        try (var tensors = Tensors.cpu(1)) {
            var small = new RunConfig.Lora(2, 2, List.of(RunConfig.LoraTarget.ATTENTION));
            var lora = LoraParameters.fresh(tensors, small, shapes, 1);
            AdapterFile.write(adapter, lora.changes(tensors, lora.parameters(), ElementType.F32), Map.of());
        }
        var row = TasteBench.run(setting(null, adapter, 4), new StopRequest());
        var cells = List.of(row.strip().split(" \\| "));
        assertEquals(Collections.nCopies(7, "–"), cells.subList(1, 8), row);
    }

    @Test
    void promptsThatWereVotedOnAreNotEvaluated() {
        assertDoesNotThrow(() -> setting(null, null, 142));
        var refusal = assertThrows(IllegalArgumentException.class, () -> setting(null, null, 143));
        assertEquals(
                "--prompts 143 and --evaluated 2 are more than the 144 there are: some would be of both",
                refusal.getMessage());
    }

    @Test
    void nothingToVoteOnIsRefused() {
        assertDoesNotThrow(() -> new SimulatedVotes(2, 2, 1, 1));
        for (Executable nothing : List.<Executable>of(
                () -> new SimulatedVotes(1, 4, 4, 1),
                () -> new SimulatedVotes(96, 1, 4, 1),
                () -> new SimulatedVotes(96, 4, 0, 1))) {
            var refusal = assertThrows(IllegalArgumentException.class, nothing);
            assertTrue(String.valueOf(refusal.getMessage()).startsWith("no pair to vote on"), refusal.getMessage());
        }
    }
}
