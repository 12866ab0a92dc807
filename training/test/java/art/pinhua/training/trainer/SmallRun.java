package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertFalse;

import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.PreferenceGroup.Kind;
import art.pinhua.training.contract.PreferenceGroup.Split;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.contract.SamplingSettings;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import art.pinhua.training.io.Png;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.starter.StarterData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/// A run folder and a snapshot for the micro pipeline of the fixtures: six groups of drawn pictures.
record SmallRun(Path folder, Path snapshot) {
    private static final int SIDE = 64;

    /// Rules that these runs, too short to mean anything, do not break by chance.
    private static final RunConfig.StopRules PATIENT = new RunConfig.StopRules(100, 50, 100, 1, 3);

    /// @param parent an empty folder
    static SmallRun in(Path parent, int steps) throws IOException {
        return in(parent, steps, 3);
    }

    /// @param pictures seed of the snapshot's pictures
    static SmallRun in(Path parent, int steps, long pictures) throws IOException {
        var run = new SmallRun(Files.createDirectories(parent.resolve("run")), parent.resolve("snapshot"));
        run.writeSnapshot(pictures);
        run.write(run.config(steps));
        return run;
    }

    /// Another run with the same configuration and snapshot.
    SmallRun twin(Path parent) throws IOException {
        var twin = new SmallRun(Files.createDirectories(parent.resolve("twin")), snapshot);
        twin.write(RunFiles.config(folder));
        return twin;
    }

    void write(RunConfig config) throws IOException {
        RunFiles.writeConfig(folder, config);
    }

    RunConfig config(int steps) {
        return config(steps, 0, 1e-3, PATIENT);
    }

    RunConfig config(int steps, int sampleEvery, double lr, RunConfig.StopRules rules) {
        return new RunConfig(
                "small",
                11,
                new RunConfig.Base(Fixtures.path("pipeline").toString()),
                null,
                snapshot.toString(),
                new RunConfig.Objective(RunConfig.ObjectiveKind.PL_DPO, null, .9, .05, null),
                new RunConfig.Lora(2, 2, List.of(RunConfig.LoraTarget.ATTENTION)),
                new RunConfig.Optimiser(lr, 2, .01, 1, .9),
                2,
                steps,
                3,
                sampleEvery,
                List.of(),
                1,
                "cpu",
                rules,
                null);
    }

    /// The same run with another parent adapter and objective.
    static RunConfig other(RunConfig config, @Nullable String parentAdapter, RunConfig.Objective objective) {
        return changed(config, parentAdapter, objective, config.sampling(), config.samplePrompts());
    }

    /// The same run of a model that is drawn otherwise.
    static RunConfig drawnWith(RunConfig config, SamplingSettings sampling) {
        return changed(config, config.parentAdapter(), config.objective(), sampling, config.samplePrompts());
    }

    /// The same run with a parent adapter, drawing a prompt in two steps before and after.
    static RunConfig drawing(RunConfig config, @Nullable String parentAdapter, String prompt) {
        var sampling = new SamplingSettings(2, 3, 0, SamplerKind.DPMPP_2M, 0, "");
        return changed(
                config, parentAdapter, config.objective(), sampling, List.of(new RunConfig.SamplePrompt(prompt, 1)));
    }

    private static RunConfig changed(
            RunConfig config,
            @Nullable String parentAdapter,
            RunConfig.Objective objective,
            @Nullable SamplingSettings sampling,
            List<RunConfig.SamplePrompt> prompts) {
        return new RunConfig(
                config.runId(),
                config.seed(),
                config.base(),
                parentAdapter,
                config.snapshot(),
                objective,
                config.lora(),
                config.optimiser(),
                config.batchGroups(),
                config.steps(),
                config.checkpointEvery(),
                prompts.isEmpty() ? config.sampleEvery() : config.steps(),
                prompts,
                config.threads(),
                config.device(),
                config.stopRules(),
                sampling);
    }

    private void writeSnapshot(long pictures) throws IOException {
        Files.createDirectories(snapshot.resolve("images"));
        StarterData data = StarterData.training(pictures, SIDE);
        var groups = new ArrayList<PreferenceGroup>();
        int picture = 0;
        for (int g = 0; g < 6; g++) {
            int size = g % 3 == 0 ? 2 : 3;
            var images = new ArrayList<String>();
            for (int i = 0; i < size; i++, picture++) {
                images.add(store(Png.encode(
                        new Png.Pixels(SIDE, SIDE, data.picture(picture).rgb()))));
            }
            boolean soft = g % 3 == 2;
            groups.add(new PreferenceGroup(
                    "prompt-" + g,
                    data.caption(picture, 0),
                    "",
                    g < 4 ? Split.TRAIN : Split.HELDOUT,
                    soft ? Kind.SOFT : size == 2 ? Kind.PAIR : Kind.RANKING,
                    images,
                    1 + g % 2,
                    soft
                            ? List.of(new PreferenceGroup.Pair(2, 0, .8, 1), new PreferenceGroup.Pair(0, 1, .3, 2))
                            : List.of()));
        }
        var manifest = new SnapshotManifest(
                SnapshotManifest.FORMAT, "", List.of("campaign"), Map.of(), Map.of("groups", 6L), "base", 1);
        SnapshotFiles.write(snapshot, manifest, groups);
    }

    private String store(byte[] png) throws IOException {
        String name = DigestUtils.sha256Hex(png);
        Files.write(SnapshotFiles.image(snapshot, name), png);
        return name;
    }

    /// Trains until so many steps are told.
    void trainUntil(int steps) throws IOException {
        var stop = new StopRequest(() -> told(RunEvent.Step.class) >= steps);
        assertFalse(LoraRun.run(folder, stop), "the run ended before it was stopped");
    }

    /// Events of this type so far.
    int told(Class<? extends RunEvent> type) {
        try {
            return events(type).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    <E extends RunEvent> List<E> events(Class<E> type) throws IOException {
        return RunFiles.events(folder).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    String adapterDigest() throws IOException {
        return FileDigest.of(folder.resolve(RunFiles.ADAPTER));
    }

    /// A copy of the base model that a test may damage or move.
    static Path copyOfThePipeline(Path parent) throws IOException {
        Path original = Fixtures.path("pipeline");
        Path copy = parent.resolve("pipeline");
        try (Stream<Path> tree = Files.walk(original)) {
            for (Path path : tree.toList()) {
                Files.copy(path, copy.resolve(original.relativize(path).toString()));
            }
        }
        return copy;
    }
}
