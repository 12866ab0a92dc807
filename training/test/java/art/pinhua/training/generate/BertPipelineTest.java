package art.pinhua.training.generate;

import static art.pinhua.training.parity.Fixtures.arrays;
import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.sampler.Canvas;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pipeline made as Taiyi-Stable-Diffusion-1B-Chinese is: BERT reads the prompt, by a list of pieces,
/// and PNDM is the sampler of its files. Against `parity/taiyi`, computed by diffusers
/// (`training/test/python/pipelines.py`).
@SuppressWarnings("NullAway.Init")
class BertPipelineTest extends OpenPipeline {
    private static final double TOLERANCE_OF_STATES = 1e-5;
    private static final double TOLERANCE_OF_LATENTS = 1e-4;

    private final JsonObject notes = Fixtures.json("taiyi/expected.json");
    private final PictureRequest request = new PictureRequest(
            notes.get("prompt").getAsString(),
            notes.get("negative").getAsString(),
            List.of(notes.get("seed").getAsLong()),
            notes.get("steps").getAsInt(),
            notes.get("guidance").getAsDouble(),
            SamplerKind.PNDM,
            notes.get("width").getAsInt(),
            notes.get("height").getAsInt(),
            0,
            NoiseKind.TORCH,
            null,
            0);
    private Path folder;
    private Map<String, NDArray> expected;

    @BeforeAll
    void assemble(@TempDir Path parent) throws IOException {
        folder = assembled(parent.resolve("taiyi"));
        open(folder);
        expected = arrays(tensors, "taiyi/expected.safetensors");
    }

    /// Index and schedule of `taiyi/`, text encoder and tokenizer of `bert/`, the rest of the micro
    /// pipeline.
    private static Path assembled(Path to) throws IOException {
        Files.createDirectory(to);
        Files.copy(Fixtures.path("taiyi/model_index.json"), to.resolve("model_index.json"));
        MicroPipeline.copied(Fixtures.path("taiyi/scheduler"), to.resolve("scheduler"));
        MicroPipeline.copied(Fixtures.path("bert/tokenizer"), to.resolve("tokenizer"));
        MicroPipeline.copied(MicroPipeline.FOLDER.resolve("unet"), to.resolve("unet"));
        MicroPipeline.copied(MicroPipeline.FOLDER.resolve("vae"), to.resolve("vae"));
        Path encoder = Files.createDirectory(to.resolve("text_encoder"));
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(Fixtures.path("bert/" + file), encoder.resolve(file));
        }
        return to;
    }

    @Test
    void textsAreTheReferences() {
        try (var texts = new TextStates(tensors, painter.networks())) {
            TextStates.Pair pair = texts.of(request.prompt(), request.negativePrompt(), 0);
            NDArray prompt = pair.prompt().condition().states();
            NDArray negative = pair.negative().condition().states();
            assertAgrees(tensors, "prompt", get(expected, "states"), prompt, TOLERANCE_OF_STATES);
            assertAgrees(tensors, "negative", get(expected, "negative_states"), negative, TOLERANCE_OF_STATES);
        }
    }

    @Test
    void latentsAreTheReferences() {
        NDArray latents = get(expected, "latents");
        Shape shape = latents.getShape();
        try (var texts = new TextStates(tensors, painter.networks())) {
            TextStates.Pair pair = texts.of(request.prompt(), request.negativePrompt(), 0);
            tensors.step(false, () -> {
                var noise = new PictureNoise(tensors, request.noise(), request.seeds());
                var canvas = Canvas.blank(noise.first(shape), request.steps(), noise);
                NDArray end = painter.denoise(request, canvas, pair, PictureListener.NONE);
                assertAgrees(tensors, "latents", latents, end, TOLERANCE_OF_LATENTS);
                return shape;
            });
        }
    }

    @Test
    void pictureOfASeedIsTheReferences() {
        Painter.Drawn drawn = painter.draw(request, PictureListener.NONE);
        MicroPipeline.assertPicture(
                Fixtures.floats("taiyi/expected.safetensors", "image"),
                drawn.pictures().getFirst());
        assertEquals(0, drawn.promptTokensCut());
        assertEquals(List.of(), drawn.unknownWords());
    }

    @Test
    void anImportFindsWhatItIs() throws IOException {
        EngineAnswer.Inspected found;
        try (var shelf = new ModelShelf(tensors, 1)) {
            var look = new EngineRequest.Inspect("i", folder.toString());
            found = ModelInspection.inspect(look, shelf, (part, parts) -> {}, () -> {});
        }
        assertEquals("StableDiffusionPipeline", found.pipelineClass());
        assertEquals("BertModel", found.parts().get("text_encoder"));
        assertEquals("BertTokenizer", found.parts().get("tokenizer"));
        assertEquals(
                List.of("text_encoder", "unet", "vae"),
                List.copyOf(found.parameters().keySet()));
        assertEquals(17_344L, found.parameters().get("text_encoder"), "without the pooler, which plays no part");
        assertEquals(24, found.maxTokens());
        assertEquals(0, found.mostClipSkip());
        assertEquals(64, found.width());
        TrainingFit.require(folder, null);
        assertTrue(base.texts().getFirst().config().adaptable().isEmpty());
    }
}
