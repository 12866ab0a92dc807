package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.RunningTrainer;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Numbers that are not finite, and folders that move, in real runs.
class RunFaultsTest {
    private static final int STEPS = 8;

    /// Where a run is done that nothing happened to.
    @TempDir
    static Path undisturbed;

    @TempDir
    Path parent;

    @BeforeAll
    static void train() throws IOException {
        assertTrue(LoraRun.run(SmallRun.in(undisturbed, STEPS).folder(), new StopRequest()));
    }

    private static SmallRun whole() {
        return new SmallRun(undisturbed.resolve("run"), undisturbed.resolve("snapshot"));
    }

    private static String failure(SmallRun run) throws IOException {
        assertThrows(TrainingException.class, () -> LoraRun.run(run.folder(), new StopRequest()));
        return assertInstanceOf(
                        RunEvent.Failed.class, RunFiles.events(run.folder()).getLast())
                .message();
    }

    /// Puts a NaN into the first number of the tensors whose name starts so.
    private static void plantNan(Path file, String prefix) throws IOException {
        var tensors = new ArrayList<Safetensors.Tensor>();
        Map<String, String> metadata;
        try (var stored = Safetensors.open(file)) {
            metadata = stored.metadata();
            for (Safetensors.Tensor tensor : stored.tensors().values()) {
                var bytes = ByteBuffer.allocate(tensor.bytes().remaining()).order(ByteOrder.LITTLE_ENDIAN);
                bytes.put(tensor.bytes().duplicate()).flip();
                if (tensor.name().startsWith(prefix)) {
                    assertEquals(ElementType.F32, tensor.type());
                    bytes.putFloat(0, Float.NaN);
                }
                tensors.add(new Safetensors.Tensor(tensor.name(), tensor.type(), tensor.shape(), bytes));
            }
        }
        Safetensors.write(file, tensors, metadata);
    }

    private static Map<String, String> checkpoints(SmallRun run) throws IOException {
        var digests = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(run.folder().resolve("checkpoints"))) {
            for (Path file : files.toList()) {
                digests.put(file.getFileName().toString(), FileDigest.of(file));
            }
        }
        return digests;
    }

    @Test
    void weightsThatAreNotNumbersEndTheRunAtItsFirstStep() throws IOException {
        SmallRun run = SmallRun.in(parent, 2);
        Path copy = SmallRun.copyOfThePipeline(parent);
        plantNan(copy.resolve("unet/diffusion_pytorch_model.safetensors"), "conv_in.weight");
        RunConfig config = run.config(2);
        run.write(config.at(new RunConfig.Base(copy.toString()), null, config.snapshot()));
        String message = failure(run);
        assertTrue(message.contains("The loss became NaN") && message.contains("at step 0"), message);
        assertTrue(message.contains("base model"), message);
        assertEquals(List.of(), run.events(RunEvent.Step.class));
        assertEquals(Map.of(), checkpoints(run));
    }

    @Test
    void lossThatIsNoNumberInMidRunKeepsTheCheckpoints() throws Exception {
        SmallRun run = whole().twin(parent);
        run.trainUntil(4);
        Path newest = newestCheckpoint(run);
        byte[] sound = Files.readAllBytes(newest);
        plantNan(newest, "weights/");
        Path checksum = newest.resolveSibling(newest.getFileName() + ".sha256");
        Files.writeString(checksum, FileDigest.of(newest));

        Map<String, String> before = checkpoints(run);
        String message = failure(run);
        assertTrue(message.contains("The loss became NaN") && message.contains("learning rate"), message);
        assertEquals(before, checkpoints(run));

        Files.write(newest, sound);
        Files.writeString(checksum, FileDigest.of(newest));
        assertTrue(LoraRun.run(run.folder(), new StopRequest()));
        assertEquals(whole().adapterDigest(), run.adapterDigest());
    }

    private static Path newestCheckpoint(SmallRun run) throws IOException {
        try (Stream<Path> files = Files.list(run.folder().resolve("checkpoints"))) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }
    }

    @Test
    void movedFoldersContinueToTheSameBytes() throws Exception {
        SmallRun run = SmallRun.in(parent, STEPS);
        run.trainUntil(4);
        int done = run.events(RunEvent.Cancelled.class).getLast().step();

        Path elsewhere = Files.createDirectories(parent.resolve("elsewhere"));
        var moved = new SmallRun(elsewhere.resolve("run-of-another-name"), elsewhere.resolve("snapshot"));
        Files.move(run.folder(), moved.folder());
        Files.move(run.snapshot(), moved.snapshot());
        SmallRun.copyOfThePipeline(elsewhere);
        moved.write(RunFiles.config(moved.folder()).at(new RunConfig.Base("../pipeline"), null, "../snapshot"));

        assertTrue(LoraRun.run(moved.folder(), new StopRequest()));
        assertEquals(done, moved.events(RunEvent.Started.class).getLast().step(), "went on where it was stopped");
        assertEquals(whole().adapterDigest(), moved.adapterDigest());
    }

    @Test
    void aFailureIsToldWithWhatWasInTheWay() {
        var full = new IOException("No space left on device");
        assertEquals(
                "Cannot write into /run: No space left on device",
                LoraRun.message(new UncheckedIOException("Cannot write into /run", full)));
        assertEquals("said already: no", LoraRun.message(new IOException("said already: no", new IOException("no"))));
        assertEquals("java.io.IOException", LoraRun.message(new IOException()));
    }

    @Test
    void aFullHeapIsToldWithWhatToRaise() throws IOException {
        SmallRun run = SmallRun.in(parent, 2);
        var full = new StopRequest(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        var failure = assertThrows(TrainingException.class, () -> LoraRun.run(run.folder(), full));
        assertTrue(String.valueOf(failure.getMessage()).contains("raise pinhua.trainer.heap"), failure::toString);
        var told = assertInstanceOf(
                RunEvent.Failed.class, RunFiles.events(run.folder()).getLast());
        assertEquals(LoraRun.message(failure), told.message());
    }

    @Test
    void aSecondTrainerLeavesTheFolderToTheFirst() throws Exception {
        SmallRun run = SmallRun.in(parent, 2);
        try (var _ = RunLock.of(run.folder())) {
            var refusal = assertThrows(TrainingException.class, () -> LoraRun.run(run.folder(), new StopRequest()));
            assertTrue(String.valueOf(refusal.getMessage()).contains("Another trainer"), refusal::toString);
            assertEquals(List.of(), RunFiles.events(run.folder()), "they are the first one's");
        }
        assertEquals(Optional.empty(), RunFiles.trainer(run.folder()), "nor is it the second one's");
        assertTrue(LoraRun.run(run.folder(), new StopRequest()), "it has gone");
        var trainer = RunningTrainer.of(ProcessHandle.current());
        assertEquals(Optional.of(trainer), RunFiles.trainer(run.folder()), "for whoever must end it");
    }

    @Test
    void anotherSnapshotInTheSamePlaceIsRefused() throws Exception {
        SmallRun run = SmallRun.in(parent, STEPS);
        run.trainUntil(2);
        Path other = Files.createDirectories(parent.resolve("other"));
        SmallRun.in(other, STEPS, 7);
        Files.move(run.snapshot(), parent.resolve("first"));
        Files.move(other.resolve("snapshot"), run.snapshot());
        String message = failure(run);
        assertTrue(message.contains("belongs to another training: its snapshot is"), message);
    }
}
