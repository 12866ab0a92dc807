package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.EngineWire;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.contract.SamplingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The engine as its users meet it: a process of its own on the micro pipeline.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class EngineMainTest {
    private static final Path PIPELINE = MicroPipeline.FOLDER;

    private Path folder;
    private RunningEngine engine;
    private Path pictures;
    private int count;

    @BeforeAll
    void start(@TempDir Path shared) throws IOException, InterruptedException {
        folder = shared;
        engine = new RunningEngine(folder.resolve("engine.log"));
        var ready = assertInstanceOf(EngineAnswer.Ready.class, engine.next());
        assertEquals("2.7.1", ready.libtorch());
        assertEquals(1, ready.threads());
        assertEquals("cpu, fp32", ready.device());
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    @BeforeEach
    void makeFolder() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures-" + count++));
    }

    @Test
    void picturesArriveStepByStepAndAreTheSameForTheSameSeeds() throws Exception {
        engine.send(generate("a", "红色长袍", List.of(7L, 8L), 6, 2));
        List<EngineAnswer> heard = engine.until(RunningEngine::isLast);
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6),
                only(heard, EngineAnswer.Progress.class)
                        .map(EngineAnswer.Progress::step)
                        .toList());
        List<EngineAnswer.Preview> previews =
                only(heard, EngineAnswer.Preview.class).toList();
        assertEquals(
                List.of(2, 2, 4, 4),
                previews.stream().map(EngineAnswer.Preview::step).toList());
        for (EngineAnswer.Preview preview : previews) {
            assertNotNull(ImageIO.read(Path.of(preview.file()).toFile()));
        }
        List<EngineAnswer.Image> images = only(heard, EngineAnswer.Image.class).toList();
        assertEquals(
                List.of(7L, 8L), images.stream().map(EngineAnswer.Image::seed).toList());
        for (EngineAnswer.Image image : images) {
            assertEquals(64, ImageIO.read(Path.of(image.file()).toFile()).getWidth());
            assertEquals(image.sha256(), DigestUtils.sha256Hex(Files.readAllBytes(Path.of(image.file()))));
        }
        assertNotEquals(images.get(0).sha256(), images.get(1).sha256());
        assertEquals(new EngineAnswer.Done("a", 0, 0, 0, List.of()), withoutTime(heard.getLast()));

        engine.send(generate("b", "红色长袍", List.of(7L, 8L), 6, 0));
        List<EngineAnswer> again = engine.until(RunningEngine::isLast);
        assertEquals(0, only(again, EngineAnswer.Preview.class).count());
        assertEquals(
                images.stream().map(EngineAnswer.Image::sha256).toList(),
                only(again, EngineAnswer.Image.class)
                        .map(EngineAnswer.Image::sha256)
                        .toList());
    }

    private static EngineAnswer withoutTime(EngineAnswer answer) {
        var done = assertInstanceOf(EngineAnswer.Done.class, answer);
        return new EngineAnswer.Done(
                done.id(), 0, done.promptTokensCut(), done.negativePromptTokensCut(), done.unknownWords());
    }

    @Test
    void cancelEndsAPictureWithinAStep() throws Exception {
        engine.send(generate("c", "山", RunningEngine.MANY, 999, 0));
        engine.until(answer -> answer instanceof EngineAnswer.Progress progress && progress.step() == 3);
        // both are read at once, and the answer to the first shows when
        String first = EngineWire.line(new EngineRequest.Health("now"));
        engine.send(first + "\n" + EngineWire.line(new EngineRequest.Cancel("c")));
        engine.until(EngineAnswer.Health.class::isInstance);
        List<EngineAnswer> heard = engine.until(RunningEngine::isLast);
        assertEquals(new EngineAnswer.Cancelled("c"), heard.getLast());
        assertTrue(heard.size() < 50, "steps went on after the cancellation: " + heard.size());
        assertEquals(List.of(), RunningEngine.pngs(pictures));
        assertInstanceOf(EngineAnswer.Done.class, engine.ask(generate("d", "山", List.of(1L), 2, 0)));
    }

    @Test
    void cancelOvertakesWhatWaits() throws Exception {
        engine.send(generate("e", "山", RunningEngine.MANY, 999, 0));
        engine.send(generate("f", "山", RunningEngine.MANY, 999, 0));
        engine.send(new EngineRequest.Cancel("f"));
        engine.send(new EngineRequest.Cancel("nobody"));
        assertEquals(
                new EngineAnswer.Cancelled("f"),
                engine.until(RunningEngine::isLast).getLast());
        engine.send(generate("e", "山", RunningEngine.MANY, 999, 0));
        var twice = assertInstanceOf(
                EngineAnswer.Failed.class, engine.until(RunningEngine::isLast).getLast());
        assertTrue(twice.message().contains("in use"), twice.message());
        engine.send(new EngineRequest.Cancel("e"));
        assertEquals(
                new EngineAnswer.Cancelled("e"),
                engine.until(RunningEngine::isLast).getLast());
    }

    @Test
    void signsOfLifeAndHealthComeInMidPicture() throws Exception {
        engine.send(generate("t", "山", RunningEngine.MANY, 999, 0));
        engine.until(answer -> answer instanceof EngineAnswer.Progress);
        engine.send(new EngineRequest.Health("u"));
        List<EngineAnswer> heard = engine.until(RunningEngine::isLast);
        var health = assertInstanceOf(EngineAnswer.Health.class, heard.getLast());
        assertTrue(health.residentBytes() > 50_000_000, "resident " + health.residentBytes());
        int before = engine.signs();
        while (engine.signs() == before) {
            assertInstanceOf(EngineAnswer.Progress.class, engine.next());
        }
        engine.send(new EngineRequest.Cancel("t"));
        assertEquals(
                new EngineAnswer.Cancelled("t"),
                engine.until(RunningEngine::isLast).getLast());
    }

    @Test
    void whatItCouldComputeOnComesInMidPicture() throws Exception {
        engine.send(generate("v", "山", RunningEngine.MANY, 999, 0));
        engine.until(answer -> answer instanceof EngineAnswer.Progress);
        engine.send(new EngineRequest.Devices("w"));
        var devices = assertInstanceOf(
                EngineAnswer.Devices.class, engine.until(RunningEngine::isLast).getLast());
        assertEquals(1, devices.threads());
        EngineAnswer.Device processor = devices.devices().getFirst();
        assertEquals("cpu", processor.device());
        assertFalse(processor.name().isBlank());
        assertTrue(processor.memory() > 500_000_000, "memory " + processor.memory());
        assertTrue(processor.fast().contains("fp32"), processor.fast()::toString);
        engine.send(new EngineRequest.Cancel("v"));
        assertEquals(
                new EngineAnswer.Cancelled("v"),
                engine.until(RunningEngine::isLast).getLast());
    }

    @Test
    void howAPromptIsReadComesInMidPicture() throws Exception {
        engine.send(generate("x", "山", RunningEngine.MANY, 999, 0));
        engine.until(answer -> answer instanceof EngineAnswer.Progress);
        engine.send(new EngineRequest.Encode("y", model(PIPELINE), "(山:1.2)龘"));
        var encoded = assertInstanceOf(
                EngineAnswer.Encoded.class, engine.until(RunningEngine::isLast).getLast());
        assertEquals(
                new EngineAnswer.Encoded(
                        "y",
                        List.of(
                                new EngineAnswer.Token("山", 1.2, true, false),
                                new EngineAnswer.Token("龘", 1, false, false)),
                        30,
                        0,
                        List.of("龘")),
                encoded);
        engine.send(new EngineRequest.Cancel("x"));
        assertEquals(
                new EngineAnswer.Cancelled("x"),
                engine.until(RunningEngine::isLast).getLast());
        var lost = new EngineRequest.Encode("y", model(Path.of("/nowhere")), "");
        assertFailed(EngineFailure.MODEL_NOT_FOUND, "nowhere", lost);
    }

    @Test
    void damagedOrMissingFilesAreNamedAndTheEngineLivesOn() throws Exception {
        Path copy = MicroPipeline.copied(folder.resolve("damaged"));
        Path weights = copy.resolve("unet/diffusion_pytorch_model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
        assertFailed(EngineFailure.WEIGHTS_DAMAGED, "diffusion_pytorch_model.safetensors", generate(copy, "g"));
        Files.write(weights, new byte[] {1, 2, 3});
        assertFailed(EngineFailure.WEIGHTS_DAMAGED, "diffusion_pytorch_model.safetensors", generate(copy, "g"));
        Files.delete(weights);
        assertFailed(EngineFailure.WEIGHTS_DAMAGED, "diffusion_pytorch_model.safetensors", generate(copy, "g"));
        Files.write(weights, whole);
        Path config = copy.resolve("unet/config.json");
        String text = Files.readString(config);
        Files.writeString(config, text.replace("\"layers_per_block\": 2", "\"layers_per_block\": 1"));
        assertFailed(EngineFailure.MODEL_UNSUPPORTED, "up_blocks.1.resnets.1", generate(copy, "g"));
        Files.writeString(config, text.replace("\"layers_per_block\": 2", "\"layers_per_block\": [2]"));
        assertFailed(EngineFailure.MODEL_UNSUPPORTED, "layers_per_block", generate(copy, "g"));
        Files.writeString(config, "{");
        assertFailed(EngineFailure.WEIGHTS_DAMAGED, "config.json", generate(copy, "g"));
        Files.writeString(config, text);
        assertInstanceOf(EngineAnswer.Done.class, engine.ask(generate(copy, "g")));
    }

    @Test
    void requestsThatMakeNoSenseAreAnswered() throws Exception {
        assertFailed(EngineFailure.PROMPT_EMPTY, "prompt", generate("h", " \n", List.of(1L), 2, 0));
        assertFailed(EngineFailure.MODEL_NOT_FOUND, "nowhere", generate(Path.of("/nowhere"), "h"));
        var odd = new EngineRequest.Generate(
                "h", model(PIPELINE), "山", "", List.of(1L), 2, 4, SamplerKind.DDIM, 60, 64, 0, pictures.toString());
        assertFailed(EngineFailure.SIZE_UNSUPPORTED, "multiples of 8", odd);
        assertFailed(EngineFailure.CLIP_SKIP_UNSUPPORTED, "at most 1 can be left out, not 2", skipping(2));
        assertInstanceOf(EngineAnswer.Done.class, engine.ask(skipping(1)));
        var lost = new EngineRequest.Generate(
                "h", model(PIPELINE), "山", "", List.of(1L), 2, 4, SamplerKind.DDIM, 64, 64, 0, "/nowhere/at/all");
        assertFailed(EngineFailure.OUTPUT_UNWRITABLE, "/nowhere/at/all", lost);
        assertFailed(EngineFailure.REQUEST_INVALID, "steps", generate("h", "山", List.of(1L), 1000, 0));
        assertFailed(EngineFailure.START_UNREADABLE, "/nowhere.png", from("/nowhere.png"));
        assertFailed(
                EngineFailure.START_UNREADABLE,
                "not a PNG",
                from(PIPELINE.resolve("model_index.json").toString()));

        engine.send("nonsense");
        assertNull(assertInstanceOf(EngineAnswer.Failed.class, engine.next()).id());
        engine.send("{\"type\":\"paint\",\"id\":\"i\"}");
        var unknown = assertInstanceOf(EngineAnswer.Failed.class, engine.next());
        assertEquals("i", unknown.id());
        assertTrue(unknown.message().contains("unknown type 'paint'"), unknown.message());
    }

    @Test
    void soundPipelineIsDescribed() throws Exception {
        var inspected = assertInstanceOf(
                EngineAnswer.Inspected.class, engine.ask(new EngineRequest.Inspect("j", PIPELINE.toString())));
        assertEquals("StableDiffusionPipeline", inspected.pipelineClass());
        assertEquals("UNet2DConditionModel", inspected.parts().get("unet"));
        assertEquals(64, inspected.width());
        assertEquals(8, inspected.latentFactor());
        assertEquals(32, inspected.maxTokens());
        assertEquals(Map.of("text_encoder", 25_760L, "unet", 555_380L, "vae", 250_927L), inspected.parameters());
        assertEquals(832_067, inspected.parameterCount());
        assertEquals(SamplingSettings.PLAIN, inspected.sampling(), "as small models are drawn with");
        assertEquals(1, inspected.mostClipSkip(), "of two layers");
        Path copy = MicroPipeline.copied(folder.resolve("same"));
        var same = assertInstanceOf(
                EngineAnswer.Inspected.class, engine.ask(new EngineRequest.Inspect("j", copy.toString())));
        assertEquals(inspected, same);
        assertFailed(EngineFailure.MODEL_NOT_FOUND, "nowhere", new EngineRequest.Inspect("j", "/nowhere"));
        Files.writeString(copy.resolve("model_index.json"), "{\"_class_name\":\"FluxPipeline\"}");
        assertFailed(EngineFailure.MODEL_UNSUPPORTED, "FluxPipeline", new EngineRequest.Inspect("j", copy.toString()));
    }

    @Test
    void adapterChangesThePictureAndGoesAgain() throws Exception {
        Path adapter = MicroPipeline.resource("/parity/lora/both.kohya.safetensors");
        var plain = model(PIPELINE);
        var adapted = new ModelSource(PIPELINE.toString(), List.of(new ModelSource.Adapter(adapter.toString(), 0.8)));
        String first = digest(plain);
        assertNotEquals(first, digest(adapted));
        assertEquals(first, digest(plain));
        var silent = new ModelSource(PIPELINE.toString(), List.of(new ModelSource.Adapter(adapter.toString(), 0)));
        assertEquals(first, digest(silent));

        var inspected = assertInstanceOf(
                EngineAnswer.AdapterInspected.class,
                engine.ask(new EngineRequest.InspectAdapter("s", adapter.toString(), PIPELINE.toString())));
        assertEquals(144, inspected.modules());
        assertEquals(4, inspected.rank());
        assertEquals("networks.lora", inspected.metadata().get("ss_network_module"));
        var missing = new ModelSource(PIPELINE.toString(), List.of(new ModelSource.Adapter("/nowhere.safetensors", 1)));
        assertFailed(EngineFailure.ADAPTER_NOT_FOUND, "/nowhere", new EngineRequest.Load("s", missing));
        Path foreign = MicroPipeline.resource("/parity/lora/expected.safetensors");
        assertFailed(
                EngineFailure.ADAPTER_UNUSABLE,
                "fit no layer",
                new EngineRequest.InspectAdapter("s", foreign.toString(), PIPELINE.toString()));
    }

    private String digest(ModelSource model) throws IOException, InterruptedException {
        engine.send(new EngineRequest.Generate(
                "r", model, "山", "", List.of(1L), 3, 4, SamplerKind.DDIM, 64, 64, 0, pictures.toString()));
        return only(engine.until(RunningEngine::isLast), EngineAnswer.Image.class)
                .map(EngineAnswer.Image::sha256)
                .findFirst()
                .orElseThrow();
    }

    // ---- material

    private void assertFailed(EngineFailure code, String named, EngineRequest request) throws Exception {
        var failed = assertInstanceOf(EngineAnswer.Failed.class, engine.ask(request));
        assertEquals(code, failed.code(), failed.message());
        assertTrue(failed.message().contains(named), failed.message());
    }

    private EngineRequest generate(String id, String prompt, List<Long> seeds, int steps, int previewEvery) {
        return new EngineRequest.Generate(
                id,
                model(PIPELINE),
                prompt,
                "",
                seeds,
                steps,
                4,
                SamplerKind.DPMPP_2M,
                64,
                64,
                previewEvery,
                pictures.toString());
    }

    private EngineRequest generate(Path pipeline, String id) {
        return new EngineRequest.Generate(
                id, model(pipeline), "山", "", List.of(1L), 2, 4, SamplerKind.DDIM, 64, 64, 0, pictures.toString());
    }

    private EngineRequest skipping(int layers) {
        return generate(null, layers);
    }

    private EngineRequest from(String picture) {
        return generate(new EngineRequest.Start(picture, 0.5, null), 0);
    }

    private EngineRequest generate(EngineRequest.@Nullable Start start, int clipSkip) {
        return new EngineRequest.Generate(
                "h",
                model(PIPELINE),
                "山",
                "",
                List.of(1L),
                2,
                4,
                SamplerKind.DDIM,
                64,
                64,
                0,
                pictures.toString(),
                0,
                NoiseKind.COUNTER,
                start,
                clipSkip);
    }

    private static ModelSource model(Path pipeline) {
        return new ModelSource(pipeline.toString(), List.of());
    }

    private static <A> Stream<A> only(List<EngineAnswer> answers, Class<A> kind) {
        return answers.stream().filter(kind::isInstance).map(kind::cast);
    }
}
