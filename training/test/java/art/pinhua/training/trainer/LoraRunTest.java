package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.contract.SamplingSettings;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import art.pinhua.training.data.EpochOrder;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.objective.AutoBeta;
import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraRunTest {
    @TempDir
    Path parent;

    private static RunEvent last(SmallRun run) throws IOException {
        return RunFiles.events(run.folder()).getLast();
    }

    private static String failure(SmallRun run) throws IOException {
        assertThrows(Exception.class, () -> LoraRun.run(run.folder(), new StopRequest()));
        return assertInstanceOf(RunEvent.Failed.class, last(run)).message();
    }

    @Test
    void runEndsInAnAdapterThatFitsTheModel() throws IOException {
        SmallRun run = SmallRun.in(parent, 4);
        assertTrue(LoraRun.run(run.folder(), new StopRequest()));

        List<RunEvent.Step> steps = run.events(RunEvent.Step.class);
        assertEquals(4, steps.size());
        assertTrue(steps.getFirst().gradNorm() > 0);
        var started = run.events(RunEvent.Started.class).getFirst();
        assertEquals(4, started.groups());
        assertEquals(5, started.pairs(), "three of a ranking, two of a soft group");
        assertEquals(5, run.events(RunEvent.Heldout.class).getLast().pairs());

        var done = assertInstanceOf(RunEvent.Done.class, last(run));
        assertEquals(run.adapterDigest(), done.sha256());
        var config = UNetConfig.parse(Fixtures.json("pipeline/unet/config.json"));
        try (var adapter = AdapterFile.open(
                run.folder().resolve(done.adapter()), Map.of(AdapterFile.Part.UNET, UNet.shapes(config)))) {
            assertEquals("small", adapter.metadata().get("pinhua.run"));
            assertEquals("2", adapter.metadata().get("ss_network_dim"));
            assertFalse(adapter.changes().isEmpty());
        }
        assertTrue(Files.readString(run.folder().resolve("manifest.json")).contains(done.sha256()));
    }

    @Test
    void firstStepOfAnUntrainedAdapterCostsTheLogOfTheOrders() throws IOException {
        SmallRun run = SmallRun.in(parent, 1);
        RunConfig config = run.config(1);
        LoraRun.run(run.folder(), new StopRequest());
        RunEvent.Step step = run.events(RunEvent.Step.class).getFirst();
        assertEquals(0, step.margin());
        assertEquals(step.loss(), weighedLogs(run), 1e-9);
        assertEquals(new AutoBeta(latents()).following(meanError(run, step)), step.beta(), 1e-6 * step.beta());
    }

    @Test
    void betaThatIsGivenStays() throws IOException {
        SmallRun run = SmallRun.in(parent, 2);
        RunConfig config = run.config(2);
        run.write(SmallRun.other(
                config, null, new RunConfig.Objective(RunConfig.ObjectiveKind.PL_DPO, 640.0, .9, .05, null)));
        LoraRun.run(run.folder(), new StopRequest());
        assertEquals(
                List.of(640.0, 640.0),
                run.events(RunEvent.Step.class).stream()
                        .map(RunEvent.Step::beta)
                        .toList());
    }

    /// Numbers in the latents of a picture.
    private static long latents() throws IOException {
        UNetConfig config = UNetConfig.parse(Fixtures.json("pipeline/unet/config.json"));
        return (long) config.inChannels() * config.sampleSize() * config.sampleSize();
    }

    /// Mean over all pictures of the first batch; an untrained adapter errs as the reference does.
    private static double meanError(SmallRun run, RunEvent.Step step) throws IOException {
        List<PreferenceGroup> batch = firstBatch(run);
        int pictures = batch.stream().mapToInt(group -> group.images().size()).sum();
        int best = batch.size();
        return (step.winnerError() * best + step.loserError() * (pictures - best)) / pictures;
    }

    /// Mean over the first batch of ln 2 for pairs and soft groups, ln 6 for rankings of three, by weight.
    private static double weighedLogs(SmallRun run) throws IOException {
        double logs = 0;
        double weights = 0;
        for (PreferenceGroup group : firstBatch(run)) {
            boolean ranking = group.kind() == PreferenceGroup.Kind.RANKING;
            logs += group.weight() * Math.log(ranking ? 6 : 2);
            weights += group.weight();
        }
        return logs / weights;
    }

    private static List<PreferenceGroup> firstBatch(SmallRun run) throws IOException {
        var training = SnapshotFiles.groups(run.snapshot()).stream()
                .filter(group -> group.split() == PreferenceGroup.Split.TRAIN)
                .toList();
        var order = new EpochOrder(11, training.size());
        return List.of(training.get(order.at(0)), training.get(order.at(1)));
    }

    @Test
    void stoppedRunContinuesToTheSameBytes() throws IOException {
        SmallRun whole = SmallRun.in(parent, 5);
        SmallRun twin = whole.twin(parent);
        LoraRun.run(whole.folder(), new StopRequest());

        twin.trainUntil(2);
        assertEquals(new RunEvent.Cancelled(2), last(twin));
        assertTrue(LoraRun.run(twin.folder(), new StopRequest()));
        assertEquals(2, twin.events(RunEvent.Started.class).getLast().step(), "it went on where it was stopped");
        assertEquals(whole.adapterDigest(), twin.adapterDigest());
    }

    @Test
    void aRunTellsOfItsPreparationAndIsStoppedInIt() throws IOException {
        SmallRun run = SmallRun.in(parent, 3);
        var stop = new StopRequest();
        stop.stop();
        assertFalse(LoraRun.run(run.folder(), stop));
        var told = RunFiles.events(run.folder());
        var preparing = assertInstanceOf(RunEvent.Preparing.class, told.getFirst());
        assertTrue(preparing.done() > 0 && preparing.done() < preparing.total(), preparing.toString());
        assertEquals(List.of(preparing, new RunEvent.Cancelled(0)), told);
        assertTrue(LoraRun.run(run.folder(), new StopRequest()));
    }

    @Test
    void secondCallOnAFinishedRunGivesTheSameBytes() throws IOException {
        SmallRun run = SmallRun.in(parent, 3);
        LoraRun.run(run.folder(), new StopRequest());
        byte[] adapter = Files.readAllBytes(run.folder().resolve(RunFiles.ADAPTER));
        LoraRun.run(run.folder(), new StopRequest());
        assertArrayEquals(adapter, Files.readAllBytes(run.folder().resolve(RunFiles.ADAPTER)));
    }

    @Test
    void promptsAreReadWithLearnedWords() throws IOException {
        SmallRun plain = SmallRun.in(parent, 2);
        SmallRun taught = SmallRun.in(parent.resolve("taught"), 2);
        writeWord(taught, 3);
        useWord(taught);
        assertTrue(LoraRun.run(plain.folder(), new StopRequest()));
        assertTrue(LoraRun.run(taught.folder(), new StopRequest()));
        assertNotEquals(winnerErrors(plain), winnerErrors(taught));
        try (var file = Safetensors.open(taught.folder().resolve(RunFiles.ADAPTER))) {
            assertTrue(file.metadata().containsKey("pinhua.words_digest"));
        }
    }

    @Test
    void wordsThatAreNotTheSnapshotsAreRefusedBeforeAnyWork() throws IOException {
        SmallRun run = SmallRun.in(parent, 3);
        writeWord(run, 3);
        useWord(run);
        writeWord(run, 4);
        String other = failure(run);
        assertTrue(other.contains("words are not those") && other.contains("has the SHA-256"), other);

        run.write(withBase(run.config(3), parent.resolve("nowhere")));
        String missing = failure(run);
        assertTrue(missing.contains("words are not those") && missing.contains("is missing"), missing);
        assertEquals(List.of(), run.events(RunEvent.Started.class));
    }

    /// One vector of this length in each number, beside the run.
    private static void writeWord(SmallRun run, float size) throws IOException {
        var vector = ByteBuffer.allocate(4 * 32).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.range(0, 32).forEach(i -> vector.putFloat(4 * i, i % 2 == 0 ? size : -size));
        Safetensors.write(
                run.folder().resolve("word.safetensors"),
                List.of(new Safetensors.Tensor("emb_params", ElementType.F32, List.of(1L, 32L), vector)),
                Map.of());
    }

    /// The word is a whole prompt of the snapshot, which names it and holds its file.
    private static void useWord(SmallRun run) throws IOException {
        RunConfig config = RunFiles.config(run.folder());
        List<PreferenceGroup> groups = SnapshotFiles.groups(run.snapshot());
        String prompt = groups.getFirst().prompt();
        Path file = run.folder().resolve("word.safetensors");
        var named = new SnapshotManifest.Word(prompt, FileDigest.of(file));
        Files.createDirectories(run.snapshot().resolve("words"));
        Files.copy(file, SnapshotFiles.word(run.snapshot(), named.sha256()));
        SnapshotManifest bare = SnapshotFiles.manifest(run.snapshot());
        SnapshotFiles.write(run.snapshot(), bare.withWords(List.of(named)), groups);
        var words = List.of(new ModelSource.Word("word.safetensors", prompt));
        run.write(config.at(
                new RunConfig.Base(config.base().pipeline(), words), config.parentAdapter(), config.snapshot()));
    }

    private static List<Double> winnerErrors(SmallRun run) throws IOException {
        return run.events(RunEvent.Step.class).stream()
                .map(RunEvent.Step::winnerError)
                .toList();
    }

    /// Layers that a model is drawn without are left out in training too, unless a run began before
    /// they were.
    @Test
    void aRunReadsPromptsAsItBegan() throws IOException {
        SmallRun whole = SmallRun.in(parent, 4);
        SmallRun skipping = whole.twin(parent);
        var sampling = new SamplingSettings(20, 3, 0, SamplerKind.DPMPP_2M, 1, "");
        skipping.write(SmallRun.drawnWith(whole.config(4), sampling));
        whole.trainUntil(3);
        skipping.trainUntil(3);
        assertNotEquals(winnerErrors(whole).getFirst(), winnerErrors(skipping).getFirst());

        Path checkpoint = Path.of("checkpoints/step-00000003.safetensors");
        Path file = skipping.folder().resolve(checkpoint);
        try (var own = Safetensors.open(file);
                var other = Safetensors.open(whole.folder().resolve(checkpoint))) {
            Map<String, String> written = own.metadata();
            assertEquals("1", written.get("number.clipSkip"));
            var metadata = new HashMap<>(other.metadata());
            metadata.put("identity.run", Objects.requireNonNull(written.get("identity.run")));
            metadata.remove("number.clipSkip"); // as an earlier version wrote it
            Safetensors.write(file, List.copyOf(other.tensors().values()), metadata);
        }
        Files.writeString(file.resolveSibling(file.getFileName() + ".sha256"), FileDigest.of(file));
        assertTrue(LoraRun.run(whole.folder(), new StopRequest()));
        assertTrue(LoraRun.run(skipping.folder(), new StopRequest()));
        assertEquals(winnerErrors(whole).getLast(), winnerErrors(skipping).getLast());
    }

    /// The usual clip skip may have changed since.
    @Test
    void promptsAreReadAsTheSnapshotsPicturesWereDrawn() throws IOException {
        double whole = firstError("whole", null, 0);
        double skipping = firstError("skipping", null, 1);
        assertNotEquals(whole, skipping);
        assertEquals(skipping, firstError("skipped", 1, 0));
        assertEquals(whole, firstError("not-skipped", 0, 1));
    }

    /// @param drawn the snapshot's clip skip
    /// @param usual the run's
    private double firstError(String name, @Nullable Integer drawn, int usual) throws IOException {
        SmallRun run = SmallRun.in(parent.resolve(name), 1);
        var sampling = new SamplingSettings(20, 3, 0, SamplerKind.DPMPP_2M, usual, "");
        run.write(SmallRun.drawnWith(run.config(1), sampling));
        if (drawn != null) {
            SnapshotManifest manifest = SnapshotFiles.manifest(run.snapshot());
            SnapshotFiles.write(run.snapshot(), manifest.withClipSkip(drawn), SnapshotFiles.groups(run.snapshot()));
        }
        assertTrue(LoraRun.run(run.folder(), new StopRequest()));
        return winnerErrors(run).getFirst();
    }

    @Test
    void missingPictureIsNamed() throws IOException {
        SmallRun run = SmallRun.in(parent, 2);
        Path victim = onePicture(run);
        Files.delete(victim);
        String message = failure(run);
        assertTrue(message.contains(victim.getFileName().toString()), message);
    }

    @Test
    void damagedPictureIsNamed() throws IOException {
        SmallRun run = SmallRun.in(parent, 2);
        Path victim = onePicture(run);
        Files.writeString(victim, "no picture");
        String message = failure(run);
        assertTrue(message.contains(victim.getFileName().toString()) && message.contains("damaged"), message);
    }

    private static Path onePicture(SmallRun run) throws IOException {
        try (Stream<Path> files = Files.list(run.snapshot().resolve("images"))) {
            return files.sorted().skip(2).findFirst().orElseThrow();
        }
    }

    @Test
    void damagedWeightsAreNamed() throws IOException {
        SmallRun run = SmallRun.in(parent, 2);
        Path copy = SmallRun.copyOfThePipeline(parent);
        Path weights = copy.resolve("unet/diffusion_pytorch_model.safetensors");
        Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 5000));
        run.write(withBase(run.config(2), copy));
        String message = failure(run);
        assertTrue(message.contains("diffusion_pytorch_model.safetensors"), message);
    }

    @Test
    void checkpointOfAnotherConfigurationIsRefused() throws IOException {
        SmallRun run = SmallRun.in(parent, 3);
        run.trainUntil(1);
        run.write(run.config(4));
        String message = failure(run);
        assertTrue(message.contains("belongs to another training") && message.contains("run"), message);
    }

    private static RunConfig withBase(RunConfig config, Path pipeline) {
        return config.at(new RunConfig.Base(pipeline.toString()), config.parentAdapter(), config.snapshot());
    }
}
