package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.data.EpochOrder;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
        assertEquals(config.objective().beta(), step.beta());
        assertEquals(step.loss(), weighedLogs(run), 1e-9);
    }

    /// Mean over the first batch of ln 2 for pairs and soft groups, ln 6 for rankings of three, by weight.
    private static double weighedLogs(SmallRun run) throws IOException {
        var training = SnapshotFiles.groups(run.snapshot()).stream()
                .filter(group -> group.split() == PreferenceGroup.Split.TRAIN)
                .toList();
        var order = new EpochOrder(11, training.size());
        double logs = 0;
        double weights = 0;
        for (int position = 0; position < 2; position++) {
            var group = training.get(order.at(position));
            boolean ranking = group.kind() == PreferenceGroup.Kind.RANKING;
            logs += group.weight() * Math.log(ranking ? 6 : 2);
            weights += group.weight();
        }
        return logs / weights;
    }

    @Test
    void stoppedRunContinuesToTheSameBytes() throws IOException {
        SmallRun whole = SmallRun.in(parent, 5);
        SmallRun twin = whole.twin(parent);
        LoraRun.run(whole.folder(), new StopRequest());

        var stop = new StopRequest();
        stop.stop();
        assertFalse(LoraRun.run(twin.folder(), stop));
        assertInstanceOf(RunEvent.Cancelled.class, last(twin));
        assertTrue(LoraRun.run(twin.folder(), new StopRequest()));
        assertEquals(whole.adapterDigest(), twin.adapterDigest());
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
    void trainsOnFromAParent() throws IOException {
        SmallRun first = SmallRun.in(parent, 2);
        LoraRun.run(first.folder(), new StopRequest());
        SmallRun second = first.twin(parent);
        RunConfig config = second.config(2);
        second.write(new RunConfig(
                config.runId(),
                config.seed(),
                config.base(),
                first.folder().resolve(RunFiles.ADAPTER).toString(),
                config.snapshot(),
                new RunConfig.Objective(RunConfig.ObjectiveKind.SFT, 2500, false, 0, 0),
                config.lora(),
                config.optimiser(),
                config.batchGroups(),
                config.steps(),
                config.checkpointEvery(),
                config.sampleEvery(),
                config.samplePrompts(),
                config.threads(),
                config.device(),
                config.stopRules()));
        assertTrue(LoraRun.run(second.folder(), new StopRequest()));
        try (var file = Safetensors.open(second.folder().resolve(RunFiles.ADAPTER))) {
            assertEquals(first.adapterDigest(), file.metadata().get("pinhua.parent_digest"));
        }
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
        LoraRun.run(run.folder(), new StopRequest());
        run.write(run.config(4));
        String message = failure(run);
        assertTrue(message.contains("belongs to another training") && message.contains("run"), message);
    }

    private static RunConfig withBase(RunConfig config, Path pipeline) {
        return config.at(new RunConfig.Base(pipeline.toString()), config.parentAdapter(), config.snapshot());
    }
}
