package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.AdapterContent;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.generate.ModelInspection;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that go on from an adapter.
class ParentRunTest {
    @TempDir
    Path parent;

    private static List<Double> winnerErrors(SmallRun run) throws IOException {
        return run.events(RunEvent.Step.class).stream()
                .map(RunEvent.Step::winnerError)
                .toList();
    }

    /// Both begin with the same lesson, the first one with an adapter that changes nothing.
    @Test
    void trainsOnFromAParent() throws IOException {
        var imitation = new RunConfig.Objective(RunConfig.ObjectiveKind.SFT, null, 0, 0, null);
        SmallRun first = SmallRun.in(parent, 2);
        first.write(SmallRun.other(first.config(2), null, imitation));
        LoraRun.run(first.folder(), new StopRequest());
        SmallRun second = first.twin(parent);
        String adapter = first.folder().resolve(RunFiles.ADAPTER).toString();
        second.write(SmallRun.other(second.config(2), adapter, imitation));
        assertTrue(LoraRun.run(second.folder(), new StopRequest()));
        assertNotEquals(winnerErrors(first).getFirst(), winnerErrors(second).getFirst(), "it began anew");
        try (var file = Safetensors.open(second.folder().resolve(RunFiles.ADAPTER))) {
            assertEquals(first.adapterDigest(), file.metadata().get("pinhua.parent_digest"));
        }
    }

    /// The parent has another rank and alpha than a run without one would be given, and more layers.
    @Test
    void theEndTellsWhatTheAdapterHolds() throws IOException {
        SmallRun run = SmallRun.in(parent, 1);
        Path adapter = Fixtures.path("lora/linear.kohya.safetensors");
        RunConfig config = run.config(1);
        run.write(config.at(config.base(), adapter.toString(), config.snapshot()));
        assertTrue(LoraRun.run(run.folder(), new StopRequest()));
        AdapterContent content =
                Objects.requireNonNull(run.events(RunEvent.Done.class).getLast().content());
        assertEquals(4, content.rank());
        assertEquals(2, content.alpha());
        assertEquals(37_632, content.parameters());
        var shapes = UNet.shapes(UNetConfig.parse(Fixtures.json("pipeline/unet/config.json")));
        try (var file = AdapterFile.open(adapter, Map.of(AdapterFile.Part.UNET, shapes))) {
            assertEquals(ModelInspection.content(file), content, "all that the parent has");
        }
    }

    /// Else pictures before and after would differ by what the parent was taught as well.
    @Test
    void samplesBeforeAreDrawnWithTheParent() throws IOException {
        byte[] bare = sampleBefore("bare", null);
        byte[] adapted = sampleBefore(
                "adapted", Fixtures.path("lora/linear.kohya.safetensors").toString());
        assertFalse(Arrays.equals(bare, adapted));
    }

    private byte[] sampleBefore(String name, @Nullable String parentAdapter) throws IOException {
        SmallRun run = SmallRun.in(parent.resolve(name), 1);
        run.write(SmallRun.drawing(run.config(1), parentAdapter, "red robe"));
        assertTrue(LoraRun.run(run.folder(), new StopRequest()));
        String file = run.events(RunEvent.Sample.class).getFirst().baseFile();
        return Files.readAllBytes(run.folder().resolve(file));
    }

    /// The weights of the model are not even there.
    @Test
    void aParentThatChangesTheTextEncoderIsRefusedBeforeAnyWeightsAreRead() throws IOException {
        SmallRun run = SmallRun.in(parent, 2);
        Path copy = SmallRun.copyOfThePipeline(parent);
        Files.delete(copy.resolve("unet/diffusion_pytorch_model.safetensors"));
        String adapter = Fixtures.path("lora/both.kohya.safetensors").toString();
        run.write(run.config(2)
                .at(new RunConfig.Base(copy.toString()), adapter, run.config(2).snapshot()));
        assertThrows(UnsupportedModelException.class, () -> LoraRun.run(run.folder(), new StopRequest()));
        String message = run.events(RunEvent.Failed.class).getLast().message();
        assertTrue(message.contains("Only adapters of the denoiser are trained further"), message);
    }
}
