package art.pinhua.training.generate;

import static art.pinhua.training.parity.Fixtures.arrays;
import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.assertSays;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.Png;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.sampler.Canvas;
import art.pinhua.training.sampler.Condition;
import art.pinhua.training.sampler.FreshNoise;
import art.pinhua.training.text.WeightedText;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A micro pipeline of the XL family against `parity/xl`, computed by diffusers (`training/test/python/xl.py`).
@SuppressWarnings("NullAway.Init")
class XlPipelineTest extends OpenPipeline {
    private static final Path FOLDER = Fixtures.path("xl/pipeline");

    private final JsonObject notes = Fixtures.json("xl/expected.json");
    private final String prompt = notes.get("prompt").getAsString();
    private final String negative = notes.get("negative").getAsString();
    private Map<String, NDArray> expected;

    @BeforeAll
    void open() throws IOException {
        open(FOLDER);
        expected = arrays(tensors, "xl/expected.safetensors");
    }

    @Test
    void bothTokenizersAreTheReferences() {
        List<JsonElement> texts = notes.getAsJsonArray("texts").asList();
        for (int part = 0; part < 2; part++) {
            List<JsonElement> ids = notes.getAsJsonArray(part == 0 ? "tokenizer" : "tokenizer_2")
                    .asList();
            for (int i = 0; i < texts.size(); i++) {
                long[] wanted = ids.get(i).getAsJsonArray().asList().stream()
                        .mapToLong(JsonElement::getAsLong)
                        .toArray();
                var tokenizer = painter.networks().texts().get(part).tokenizer();
                String text = texts.get(i).getAsString();
                assertArrayEquals(wanted, tokenizer.encode(text).ids(), text);
                assertArrayEquals(
                        wanted,
                        tokenizer
                                .windows(WeightedText.parse(text), 1)
                                .windows()
                                .getFirst()
                                .ids());
            }
        }
    }

    @Test
    void textsAreTheReferencesWithAndWithoutSkippedLayers() {
        for (int skip = 0; skip < 2; skip++) {
            String suffix = skip == 0 ? "" : ".skip" + skip;
            try (var texts = new TextStates(tensors, painter.networks())) {
                TextStates.Pair pair = texts.of(prompt, negative, skip);
                assertCondition("", suffix, pair.prompt().condition());
                if (skip == 0) { // the reference skips layers of the prompt alone; people expect both
                    assertCondition("negative_", suffix, pair.negative().condition());
                }
            }
        }
    }

    private void assertCondition(String prefix, String suffix, Condition condition) {
        assertAgrees(tensors, "states" + suffix, get(expected, prefix + "states" + suffix), condition.states(), 3e-5);
        NDArray pooled = condition.pooled();
        assertTrue(pooled != null, "no pooled text");
        assertAgrees(tensors, "pooled" + suffix, get(expected, prefix + "pooled" + suffix), pooled, 3e-5);
    }

    @Test
    void aNegativePromptThatSaysNothingIsZeros() {
        try (var texts = new TextStates(tensors, painter.networks())) {
            Condition unsaid = texts.of(prompt, " ", 0).negative().condition();
            for (float value : tensors.toFloats(unsaid.states())) {
                assertEquals(0, value);
            }
        }
    }

    @Test
    void theDenoiserTakesSizesAndTheTextAsAWhole() {
        tensors.step(false, () -> {
            NDArray context = get(expected, "negative_states").concat(get(expected, "states"), 0);
            NDArray pooled = get(expected, "negative_pooled").concat(get(expected, "pooled"), 0);
            NDArray times = get(expected, "timesteps").toType(DataType.FLOAT32, false);
            NDArray sizes = get(expected, "sizes").repeat(0, 2);
            UNet unet = painter.networks().unet();
            NDArray output = unet.predict(get(expected, "sample"), times, context, new UNet.Added(pooled, sizes));
            assertAgrees(tensors, "output", get(expected, "output"), output, 3e-5);
            assertThrows(IllegalArgumentException.class, () -> unet.predict(get(expected, "sample"), times, context));
            return 0;
        });
    }

    @Test
    void everyPictureWithEveryTextIsWhatThePairsAre() {
        tensors.step(false, () -> {
            NDArray context = get(expected, "negative_states").concat(get(expected, "states"), 0);
            NDArray pooled = get(expected, "negative_pooled").concat(get(expected, "pooled"), 0);
            NDArray times = get(expected, "timesteps").toType(DataType.FLOAT32, false);
            NDArray sample = get(expected, "sample");
            UNet unet = painter.networks().unet();
            var added =
                    new UNet.Added(pooled.repeat(0, 2), get(expected, "sizes").repeat(0, 4));
            NDArray pairs = unet.predict(sample.concat(sample, 0), times.concat(times, 0), context.repeat(0, 2), added);
            try (var denoiser = unet.replayed()) {
                NDArray all = denoiser.predict(sample, times, unet.read(context), added);
                assertAgrees(tensors, "all", pairs, all, 3e-5);
            }
            return 0;
        });
    }

    @Test
    void textToPictureIsTheReferences() {
        for (SamplerKind sampler : List.of(SamplerKind.EULER, SamplerKind.DPMPP_2M)) {
            String name = sampler == SamplerKind.EULER ? "euler" : "dpmpp_2m";
            for (String said : List.of(negative, "")) {
                NDArray end = denoised(painter, request(prompt, said, sampler, 6, 4), get(expected, "initial_latents"));
                String wanted = name + ".latents" + (said.isEmpty() ? ".unsaid" : "");
                assertAgrees(tensors, wanted, get(expected, wanted), end, 1e-4);
                if (!said.isEmpty()) {
                    assertPixels(name, end);
                }
                end.close();
            }
        }
    }

    private void assertPixels(String name, NDArray end) {
        float[] image = tensors.toFloats(get(expected, name + ".image"));
        float[] planes = tensors.step(
                false, () -> tensors.toFloats(painter.networks().autoencoder().decode(end)));
        byte[] rgb = Png.Pixels.ofPlanes(planes, 0, 24, 16).rgb();
        for (int i = 0; i < 16 * 24; i++) {
            for (int channel = 0; channel < 3; channel++) {
                assertEquals(255 * image[channel * 16 * 24 + i], rgb[3 * i + channel] & 0xFF, 0.6);
            }
        }
    }

    private static PictureRequest request(
            String prompt, String negative, SamplerKind sampler, int steps, double guidance) {
        return new PictureRequest(prompt, negative, List.of(1L), steps, guidance, sampler, 24, 16);
    }

    private NDArray denoised(Painter with, PictureRequest request, NDArray noise) {
        try (var texts = new TextStates(tensors, with.networks())) {
            TextStates.Pair pair = texts.of(request.prompt(), request.negativePrompt(), 0);
            return tensors.step(
                    false,
                    () -> tensors.keep(with.denoise(
                            request,
                            Canvas.blank(noise, request.steps(), FreshNoise.NONE),
                            pair,
                            PictureListener.NONE)));
        }
    }

    @Test
    void inspectionListsBothTextEncoders() throws IOException {
        EngineAnswer.Inspected found;
        try (var shelf = new ModelShelf(tensors, 1)) {
            var look = new EngineRequest.Inspect("i", FOLDER.toString());
            found = ModelInspection.inspect(look, shelf, (part, parts) -> {}, () -> {});
        }
        assertEquals("StableDiffusionXLPipeline", found.pipelineClass());
        assertEquals("CLIPTextModelWithProjection", found.parts().get("text_encoder_2"));
        assertEquals(
                List.of("text_encoder", "text_encoder_2", "unet", "vae"),
                List.copyOf(found.parameters().keySet()));
        assertEquals(16, found.width());
        assertEquals(1, found.mostClipSkip(), "of three layers, the last of which is left out anyway");
        assertEquals("epsilon", found.predictionType());
        var adapter = new EngineRequest.InspectAdapter(
                "a", Fixtures.path("xl/lora/kohya.safetensors").toString(), FOLDER.toString());
        EngineAnswer.AdapterInspected adapted = ModelInspection.inspectAdapter(adapter, () -> {});
        assertEquals(43, adapted.modules());
        assertEquals(3, adapted.rank());
        assertEquals(1.5, adapted.alpha());
        assertTrue(adapted.targetModules().contains("to_k"), adapted.targetModules()::toString);
        assertTrue(adapted.targetModules().contains("text_encoder_2:fc1"), adapted.targetModules()::toString);
    }

    @Test
    void inspectionSaysWhatIsPredicted(@TempDir Path folder) throws IOException {
        copy(FOLDER, folder);
        Path file = folder.resolve("scheduler/scheduler_config.json");
        JsonObject scheduler = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        scheduler.addProperty("prediction_type", "v_prediction");
        for (boolean zeroSnr : new boolean[] {false, true}) {
            scheduler.addProperty("rescale_betas_zero_snr", zeroSnr);
            Files.writeString(file, scheduler.toString());
            try (var shelf = new ModelShelf(tensors, 1)) {
                var look = new EngineRequest.Inspect("i", folder.toString());
                var found = ModelInspection.inspect(look, shelf, (part, parts) -> {}, () -> {});
                assertEquals(zeroSnr ? "velocity_zero_snr" : "velocity", found.predictionType());
            }
        }
    }

    @Test
    void whatIsNotComputedIsRefusedByName(@TempDir Path folder) throws IOException {
        copy(FOLDER, folder);
        Path config = folder.resolve("unet/config.json");
        String known = Files.readString(config);
        for (String[] change : List.of(
                new String[] {"\"text_time\"", "\"text_image\"", "addition_embed_type"},
                new String[] {"\"class_embed_type\": null", "\"class_embed_type\": \"projection\"", "class_embed_type"},
                new String[] {"\"addition_time_embed_dim\": 32", "\"addition_time_embed_dim\": 31", "sinusoids"})) {
            assertTrue(known.contains(change[0]), change[0]);
            Files.writeString(config, known.replace(change[0], change[1]));
            assertSays(
                    change[2],
                    assertThrows(
                            UnsupportedModelException.class,
                            () -> BaseModel.read(tensors, folder).close()));
        }
        Files.writeString(config, known);
        Path second = folder.resolve("text_encoder_2/config.json");
        Files.writeString(second, Files.readString(second).replace("CLIPTextModelWithProjection", "CLIPTextModel"));
        assertSays(
                "text_projection",
                assertThrows(
                        UnsupportedModelException.class,
                        () -> BaseModel.read(tensors, folder).networks(tensors)));
    }

    @Test
    void noAdapterIsTrainedForIt() {
        assertSays(
                "one text encoder",
                assertThrows(UnsupportedModelException.class, () -> TrainingFit.require(FOLDER, null)));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    // ---- one file

    @Test
    void theSameModelInOneFileIsTheSame(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("any.safetensors");
        Safetensors.write(file, XlSingleFile.tensors(FOLDER), Map.of());
        copy(FOLDER.resolve("tokenizer"), folder.resolve("tokenizer"));
        try (BaseModel single = BaseModel.read(tensors, file);
                var other = new Painter(tensors, single.networks(tensors))) {
            for (int i = 0; i < 2; i++) {
                assertSame(base.texts().get(i).weights(), single.texts().get(i).weights());
                assertEquals(
                        base.texts().get(i).config().hiddenSize(),
                        single.texts().get(i).config().hiddenSize());
            }
            assertSame(base.unetWeights(), single.unetWeights());
            assertSame(base.autoencoderWeights(), single.autoencoderWeights());
            PictureRequest request = request(prompt, negative, SamplerKind.EULER, 6, 4);
            NDArray end = denoised(other, request, get(expected, "initial_latents"));
            assertAgrees(tensors, "one file", get(expected, "euler.latents"), end, 1e-4);
            end.close();
        }
    }

    private void assertSame(Map<String, NDArray> wanted, Map<String, NDArray> actual) {
        assertEquals(
                wanted.keySet().stream().sorted().toList(),
                actual.keySet().stream().sorted().toList());
        wanted.forEach(
                (name, array) -> assertArrayEquals(tensors.toFloats(array), tensors.toFloats(get(actual, name)), name));
    }

    // ---- adapters and words

    @Test
    void adaptersOfAllThreeNetworksAreTheReferencesInEitherNaming() throws IOException {
        Map<String, NDArray> adapted = arrays(tensors, "xl/lora/expected.safetensors");
        for (String naming : List.of("kohya", "diffusers")) {
            var file = new ModelSource.Adapter(
                    Fixtures.path("xl/lora/" + naming + ".safetensors").toString(), 1);
            var source = new ModelSource(FOLDER.toString(), List.of(file));
            try (AdaptedModel model = AdaptedModel.of(tensors, base, source);
                    var other = new Painter(tensors, model.networks())) {
                var request = new PictureRequest(prompt, negative, List.of(1L), 2, 3, SamplerKind.EULER, 16, 16);
                NDArray end = denoised(other, request, get(adapted, "initial_latents"));
                assertAgrees(tensors, naming, get(adapted, "adapted"), end, 2e-4);
                end.close();
            }
        }
    }

    @Test
    void aLearnedWordIsTheReferences() throws IOException {
        Map<String, NDArray> adapted = arrays(tensors, "xl/lora/expected.safetensors");
        String file = Fixtures.path("xl/word.safetensors").toString();
        var source = new ModelSource(FOLDER.toString(), List.of(), List.of(new ModelSource.Word(file, "<robe>")));
        try (AdaptedModel model = AdaptedModel.of(tensors, base, source);
                var texts = new TextStates(tensors, model.networks())) {
            Condition condition = texts.of("red <ROBE> night", "", 0).prompt().condition();
            assertAgrees(tensors, "states", get(adapted, "word_states"), condition.states(), 3e-5);
            assertAgrees(tensors, "pooled", get(adapted, "word_pooled"), pooled(condition), 3e-5);
        }
        var twice = new ModelSource(
                FOLDER.toString(),
                List.of(),
                List.of(new ModelSource.Word(file, "robe"), new ModelSource.Word(file, "robe")));
        assertUnusable("robe", twice);
        var wrong =
                new ModelSource.Word(Fixtures.path("xl/lora/kohya.safetensors").toString(), "robe");
        assertUnusable("no textual inversion", new ModelSource(FOLDER.toString(), List.of(), List.of(wrong)));
    }

    private void assertUnusable(String named, ModelSource source) {
        var refusal = assertThrows(EngineFault.class, () -> AdaptedModel.of(tensors, base, source));
        assertEquals(EngineFailure.WORD_UNUSABLE, refusal.code());
        assertSays(named, refusal);
    }

    private static NDArray pooled(Condition condition) {
        NDArray pooled = condition.pooled();
        if (pooled == null) {
            throw new AssertionError("no pooled text");
        }
        return pooled;
    }
}
