package art.pinhua.training.generate;

import static art.pinhua.training.JavaProcess.finish;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How an engine's process ends, and what it keeps while it lives.
class EngineProcessTest {
    @TempDir
    private Path folder;

    @Test
    void killedEngineLeavesNoHalfPicture() throws Exception {
        try (var victim = new RunningEngine(folder.resolve("victim.log"))) {
            victim.send(picture("k", List.of(1L, 2L, 3L), 1));
            victim.until(answer -> answer instanceof EngineAnswer.Preview preview && preview.step() == 5);
            assertEquals(137, finish(victim.process().destroyForcibly()));
        }
        List<Path> files = RunningEngine.pngs(folder);
        assertTrue(files.size() >= 12, files.toString());
        for (Path file : files) {
            assertNotNull(ImageIO.read(file.toFile()), file.toString());
        }
    }

    @Test
    void endOfInputStopsTheEngineAfterItsStep() throws Exception {
        try (var other = new RunningEngine(folder.resolve("other.log"))) {
            other.send(picture("l", RunningEngine.MANY, 0));
            other.send(picture("m", RunningEngine.MANY, 0));
            other.until(answer -> answer instanceof EngineAnswer.Progress);
            other.endInput();
            assertEquals(0, finish(other.process()));
            List<EngineAnswer> last =
                    other.rest().stream().filter(RunningEngine::isLast).toList();
            assertEquals(List.of(new EngineAnswer.Cancelled("l"), new EngineAnswer.Cancelled("m")), last);
        }
    }

    @Test
    void terminationInMidPictureEndsWithoutACrash() throws Exception {
        Path log = Files.createDirectory(folder.resolve("terminated")).resolve("engine.log");
        try (var other = new RunningEngine(log)) {
            other.send(picture("n", RunningEngine.MANY, 0));
            other.until(answer -> answer instanceof EngineAnswer.Progress progress && progress.step() == 2);
            other.process().destroy();
            assertEquals(143, finish(other.process()));
            assertFalse(Files.exists(log.resolveSibling("hs_err.log")));
        }
    }

    @Test
    void onlyTheLatestModelsStayInMemory() throws Exception {
        Path first = MicroPipeline.copied(folder.resolve("first"));
        Path second = MicroPipeline.copied(folder.resolve("second"));
        try (var small = new RunningEngine(folder.resolve("small.log"), "--models", "1")) {
            var load = load(first);
            assertInstanceOf(EngineAnswer.Loaded.class, small.ask(load));
            var one = assertInstanceOf(EngineAnswer.Health.class, small.ask(new EngineRequest.Health("p")));
            assertEquals(List.of(first.toString()), pipelines(one));
            assertInstanceOf(EngineAnswer.Loaded.class, small.ask(load(second)));
            assertInstanceOf(EngineAnswer.Loaded.class, small.ask(load));
            assertInstanceOf(EngineAnswer.Done.class, small.ask(picture(second, "q", List.of(1L), 2, 0)));
            var two = assertInstanceOf(EngineAnswer.Health.class, small.ask(new EngineRequest.Health("p")));
            assertEquals(List.of(second.toString()), pipelines(two));
            assertTrue(two.residentBytes() > 50_000_000, "resident " + two.residentBytes());
            // the texts of the last picture are all there is beside one model
            assertEquals(one.arrays() + 2, two.arrays());
        }
    }

    @Test
    void whatWasUnloadedIsReadAgainAndDrawsTheSame() throws Exception {
        Path first = MicroPipeline.copied(folder.resolve("first"));
        Path second = MicroPipeline.copied(folder.resolve("second"));
        try (var engine = new RunningEngine(folder.resolve("unload.log"), "--memory", "100")) {
            assertInstanceOf(EngineAnswer.Ready.class, engine.next());
            var empty = health(engine);
            assertEquals(List.of(), empty.models());
            assertEquals(100L << 20, empty.budget());
            String before = digest(engine, first);
            assertInstanceOf(EngineAnswer.Loaded.class, engine.ask(load(second)));
            var both = health(engine);
            assertEquals(List.of(first.toString(), second.toString()), pipelines(both));
            long bytes = both.models().getFirst().bytes();
            assertTrue(bytes > 3_000_000, "bytes " + bytes);

            engine.send(picture(first, "s", List.of(1L), 20, 0));
            engine.send(new EngineRequest.Unload("t", first.toString()));
            List<EngineAnswer> heard = engine.until(EngineAnswer.Unloaded.class::isInstance);
            assertTrue(heard.stream().anyMatch(EngineAnswer.Done.class::isInstance), "the picture comes first");
            assertEquals(new EngineAnswer.Unloaded("t", bytes), heard.getLast());
            assertEquals(List.of(second.toString()), pipelines(health(engine)));
            assertEquals(before, digest(engine, first));

            assertEquals(new EngineAnswer.Unloaded("u", 2 * bytes), engine.ask(new EngineRequest.Unload("u", null)));
            assertEquals(List.of(), health(engine).models());
            assertEquals(empty.arrays(), health(engine).arrays());
            assertEquals(before, digest(engine, first));

            var unknown = assertInstanceOf(
                    EngineAnswer.Failed.class, engine.ask(new EngineRequest.Unload("v", second.toString())));
            assertEquals(EngineFailure.MODEL_NOT_FOUND, unknown.code());
            assertTrue(unknown.message().contains("Nothing of " + second), unknown.message());
            assertEquals(List.of(first.toString()), pipelines(health(engine)));
        }
    }

    /// The heap of such a process keeps what is free, unless it is told to give it back.
    @Test
    void theMemoryOfUnloadedModelsGoesBackToTheSystem() throws Exception {
        try (var engine = new RunningEngine(folder.resolve("freed.log"))) {
            assertInstanceOf(EngineAnswer.Loaded.class, engine.ask(load(Path.of("models/starter-128"))));
            var full = health(engine);
            long bytes = full.models().getFirst().bytes();
            assertTrue(bytes > 40_000_000, "bytes " + bytes);
            assertEquals(new EngineAnswer.Unloaded("x", bytes), engine.ask(new EngineRequest.Unload("x", null)));
            long freed = full.residentBytes() - health(engine).residentBytes();
            assertTrue(freed > bytes / 2, freed + " of " + bytes);
        }
    }

    private static EngineAnswer.Health health(RunningEngine engine) throws IOException, InterruptedException {
        return assertInstanceOf(EngineAnswer.Health.class, engine.ask(new EngineRequest.Health("p")));
    }

    private static List<String> pipelines(EngineAnswer.Health health) {
        return health.models().stream().map(EngineAnswer.Held::pipeline).toList();
    }

    private String digest(RunningEngine engine, Path pipeline) throws IOException, InterruptedException {
        engine.send(picture(pipeline, "w", List.of(1L), 3, 0));
        return engine.until(RunningEngine::isLast).stream()
                .filter(EngineAnswer.Image.class::isInstance)
                .map(image -> ((EngineAnswer.Image) image).sha256())
                .findFirst()
                .orElseThrow();
    }

    /// An engine whose thread is lost must not go on giving signs of life.
    @Test
    void anErrorThatNobodyForesawEndsTheProcess() throws Exception {
        try (var broken = new RunningEngine(BrokenEngineMain.class.getName(), folder.resolve("broken.log"))) {
            broken.send(picture("r", List.of(1L), 0));
            assertEquals(1, finish(broken.process()));
            assertTrue(
                    Files.readString(folder.resolve("broken.log")).contains("cannot go on: java.lang.InternalError"));
        }
    }

    /// Whatever it were asked next would fail too.
    @Test
    void anEngineWhoseDeviceFailedAnswersAndEnds() throws Exception {
        try (var broken = new RunningEngine(BrokenEngineMain.class.getName(), folder.resolve("gpu.log"), "--gpu")) {
            broken.send(picture("r", List.of(1L), 0));
            assertEquals(
                    new EngineAnswer.Failed(
                            "r", EngineFailure.DEVICE_LOST, "CUDA error: an illegal memory access was encountered"),
                    broken.until(RunningEngine::isLast).getLast());
            assertEquals(3, finish(broken.process()));
        }
    }

    @Test
    void argumentsThatAreNoNumbersAreRefused() throws Exception {
        try (var wrong = new RunningEngine(folder.resolve("wrong.log"), "--models", "0")) {
            assertEquals(2, finish(wrong.process()));
            assertEquals(List.of(), wrong.rest());
        }
    }

    private EngineRequest picture(String id, List<Long> seeds, int previewEvery) {
        return picture(MicroPipeline.FOLDER, id, seeds, 999, previewEvery);
    }

    private EngineRequest picture(Path pipeline, String id, List<Long> seeds, int steps, int previewEvery) {
        return new EngineRequest.Generate(
                id,
                model(pipeline),
                "山",
                "",
                seeds,
                steps,
                4,
                SamplerKind.DDIM,
                64,
                64,
                previewEvery,
                folder.toString());
    }

    private static EngineRequest.Load load(Path pipeline) {
        return new EngineRequest.Load("o", model(pipeline));
    }

    private static ModelSource model(Path pipeline) {
        return new ModelSource(pipeline.toString(), List.of());
    }
}
