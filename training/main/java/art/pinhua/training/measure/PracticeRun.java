package art.pinhua.training.measure;

import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import art.pinhua.training.io.Png;
import art.pinhua.training.starter.StarterData;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/// A training run on drawn pictures, of the size that the product trains when nobody chooses otherwise. It has a
/// snapshot and a configuration like any run, but nobody preferred anything: it is there to be measured.
public final class PracticeRun {
    /// Pairs a step.
    public static final int PAIRS = 8;

    public static final int RANK = 16;

    private static final int STEPS_OF_PAIRS = 4;
    private static final long SEED = 11;

    private PracticeRun() {}

    /// Writes a snapshot of pairs, and the configuration of a run on it without safeguard, anchor, average and
    /// samples: forward passes of reference and trained network, backward pass and optimiser are all there is.
    /// @param folder   an empty folder, becomes the run's
    /// @param pipeline of the base model
    public static RunConfig write(Path folder, Path pipeline, int steps, int threads) throws IOException {
        Path snapshot = folder.resolve("snapshot");
        writeSnapshot(snapshot, side(pipeline));
        var config = new RunConfig(
                "practice",
                SEED,
                new RunConfig.Base(pipeline.toAbsolutePath().toString()),
                null,
                snapshot.toAbsolutePath().toString(),
                new RunConfig.Objective(RunConfig.ObjectiveKind.PL_DPO, 2500.0, 0, 0, null),
                new RunConfig.Lora(RANK, RANK, List.of(RunConfig.LoraTarget.values())),
                new RunConfig.Optimiser(2e-4, 0, .01, 1, 0),
                PAIRS,
                steps,
                Math.max(1, steps),
                0,
                List.of(),
                threads,
                "cpu",
                RunConfig.StopRules.USUAL,
                null);
        RunFiles.writeConfig(folder, config);
        return config;
    }

    /// Width and height that a model draws, pixels.
    private static int side(Path pipeline) throws IOException {
        int levels =
                config(pipeline, "vae").getAsJsonArray("block_out_channels").size();
        return config(pipeline, "unet").get("sample_size").getAsInt() << (levels - 1);
    }

    private static JsonObject config(Path pipeline, String part) throws IOException {
        return JsonParser.parseString(Files.readString(pipeline.resolve(part).resolve("config.json")))
                .getAsJsonObject();
    }

    private static void writeSnapshot(Path snapshot, int side) throws IOException {
        Files.createDirectories(SnapshotFiles.image(snapshot, "any").getParent());
        var art = StarterData.training(SEED, side);
        var groups = new ArrayList<PreferenceGroup>();
        for (int g = 0; g < PAIRS * STEPS_OF_PAIRS; g++) {
            groups.add(new PreferenceGroup(
                    "prompt-" + g,
                    art.caption(2L * g, 0),
                    "",
                    PreferenceGroup.Split.TRAIN,
                    PreferenceGroup.Kind.PAIR,
                    List.of(store(snapshot, art, 2L * g), store(snapshot, art, 2L * g + 1)),
                    1,
                    List.of()));
        }
        var manifest = new SnapshotManifest(
                SnapshotManifest.FORMAT,
                "",
                List.of("practice"),
                Map.of(),
                Map.of("groups", (long) groups.size()),
                "base",
                SEED);
        SnapshotFiles.write(snapshot, manifest, groups);
    }

    private static String store(Path snapshot, StarterData art, long picture) throws IOException {
        byte[] png = Png.encode(
                new Png.Pixels(art.size(), art.size(), art.picture(picture).rgb()));
        String name = DigestUtils.sha256Hex(png);
        Files.write(SnapshotFiles.image(snapshot, name), png);
        return name;
    }
}
