package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.jobs.JobPriority;
import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import io.quarkus.runtime.ShutdownEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The true engine, built by the module beside, on a tiny pipeline: pictures, `kill -9` in mid-picture, damaged
/// weights.
class TrueEngineTest {
    private static final Path TRAINING = Path.of("..", "training");
    private static final Path PIPELINE = TRAINING.resolve("test/resources/parity/pipeline");

    @TempDir
    Path folder;

    private final Engine engine = new Engine(TestEngineSettings.ofTrueEngine(TRAINING, ComputeDevice.CPU));

    @BeforeEach
    void engineIsBuilt() {
        assertTrue(
                Files.isDirectory(TRAINING.resolve("target/engine")),
                "build the engine first: mvn -pl training package -DskipTests");
    }

    @AfterEach
    void stop() {
        engine.stop(new ShutdownEvent());
    }

    @Test
    void aKilledEngineIsReplacedAndDrawsTheSamePicture() throws Exception {
        byte[] first = draw("first", 4, answer -> {});
        var picture = ImageIO.read(new ByteArrayInputStream(first));
        assertEquals(64, picture.getWidth());
        long pid = engine.pid().orElseThrow();
        assertThrows(
                EngineGone.class,
                () -> draw("killed", 500, answer -> {
                    if (answer instanceof EngineAnswer.Progress) {
                        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                    }
                }));
        assertArrayEquals(first, draw("again", 4, answer -> {}));
        assertNotEquals(pid, engine.pid().orElseThrow());
    }

    @Test
    void whatWasUnloadedIsReadAgainAndDrawsTheSame() throws InterruptedException {
        byte[] first = draw("first", 4, answer -> {});
        assertTrue(engine.unload("unload", engine.pid().orElseThrow())
                        .orElseThrow()
                        .bytes()
                > 0);
        var health = engine.health("health", Duration.ofSeconds(60)).orElseThrow();
        assertEquals(List.of(), health.models());
        assertEquals(64L << 20, health.budget());
        assertArrayEquals(first, draw("again", 4, answer -> {}));
    }

    @Test
    void aCancelledPictureEndsWithinAStep() throws InterruptedException, IOException {
        var request = request("cancelled", 500, Files.createDirectory(folder.resolve("cancelled")));
        var told = new AtomicInteger();
        var end = engine.generate(
                request, JobPriority.WAITED_FOR, () -> told.get() == 0, answer -> told.incrementAndGet());
        assertEquals(Optional.empty(), end);
        assertTrue(told.get() < 500, "it was drawn to its end");
    }

    @Test
    void damagedWeightsAreRefusedByName() throws IOException, InterruptedException {
        inspect(PIPELINE);
        Path copy = copy(PIPELINE, folder.resolve("pipeline"));
        Path weights = copy.resolve("unet/diffusion_pytorch_model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length - 8));
        var refusal = assertThrows(Engine.Refused.class, () -> inspect(copy));
        assertEquals(EngineFailure.WEIGHTS_DAMAGED, refusal.code);
        var absent = assertThrows(Engine.Refused.class, () -> inspect(folder.resolve("nowhere")));
        assertEquals(EngineFailure.MODEL_NOT_FOUND, absent.code);
    }

    @Test
    void aDeviceThatIsNotThereIsNamed() {
        var elsewhere = new Engine(TestEngineSettings.ofTrueEngine(TRAINING, ComputeDevice.of("cuda:9")));
        var gone = assertThrows(
                EngineGone.class,
                () -> elsewhere.ask("load", new EngineRequest.Health("load"), EngineAnswer.Health.class));
        var trouble = elsewhere.trouble().orElseThrow();
        assertTrue(trouble.contains("The device cuda:9 cannot be used: "), trouble);
        assertEquals(trouble, gone.getMessage());
    }

    private void inspect(Path pipeline) throws InterruptedException {
        engine.ask(
                "inspect",
                new EngineRequest.Inspect("inspect", pipeline.toAbsolutePath().toString()),
                EngineAnswer.Inspected.class);
    }

    private byte[] draw(String id, int steps, Consumer<EngineAnswer> watch) throws InterruptedException {
        try {
            Path out = Files.createDirectory(folder.resolve(id));
            var files = new ArrayList<Path>();
            engine.generate(request(id, steps, out), JobPriority.WAITED_FOR, () -> true, answer -> {
                watch.accept(answer);
                if (answer instanceof EngineAnswer.Image image) {
                    files.add(Path.of(image.file()));
                }
            });
            return Files.readAllBytes(files.getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EngineRequest.Generate request(String id, int steps, Path out) {
        return new EngineRequest.Generate(
                id,
                new ModelSource(PIPELINE.toAbsolutePath().normalize().toString(), List.of()),
                "夜空下穿红色长袍的人",
                "",
                List.of(5L),
                steps,
                4,
                SamplerKind.DPMPP_2M,
                64,
                64,
                0,
                out.toAbsolutePath().toString());
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }
}
