package art.pinhua.training.io;

import static art.pinhua.training.parity.Fixtures.arrays;
import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.assertSays;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import art.pinhua.training.contract.PredictionKind;
import art.pinhua.training.generate.ModelInspection;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import art.pinhua.training.text.Tokenizer;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against `parity/single`, whose names the reference's own converter turned back into the networks' (see
/// `training/test/python/models.py`).
class SingleFileTest {
    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @TempDir
    private Path folder;

    private Path checkpoint = Path.of("");

    @BeforeEach
    void lay() throws IOException {
        checkpoint = Files.copy(Fixtures.path("single/model.safetensors"), folder.resolve("any.safetensors"));
        Files.createDirectory(folder.resolve("tokenizer"));
    }

    @Test
    void everyNetworkComputesWhatTheReferenceDoes() throws IOException {
        PipelineFiles files = PipelineFiles.open(checkpoint);
        Map<String, NDArray> expected = arrays(tensors, "single/expected.safetensors");
        assertReadsTexts(files, expected);

        var unet =
                UNet.of(tensors, UNetConfig.parse(files.config(Network.UNET)), weights(files, Network.UNET), Map.of());
        NDArray times = get(expected, "timesteps").toType(DataType.FLOAT32, false);
        NDArray output = unet.predict(get(expected, "sample"), times, get(expected, "states"));
        assertAgrees(tensors, "output", get(expected, "output"), output, 3e-5);

        var autoencoder = Autoencoder.of(
                tensors,
                AutoencoderConfig.parse(files.config(Network.VAE)),
                Autoencoder.currentNames(weights(files, Network.VAE)));
        assertAgrees(tensors, "decoded", get(expected, "decoded"), autoencoder.decode(get(expected, "sample")), 3e-5);
        assertAgrees(tensors, "encoded", get(expected, "encoded"), autoencoder.latents(get(expected, "image")), 1e-5);
        assertEquals("epsilon", files.scheduler().get("prediction_type").getAsString());
        assertEquals(folder.resolve("tokenizer"), files.tokenizer(Network.TEXT_ENCODER));
    }

    private void assertReadsTexts(PipelineFiles files, Map<String, NDArray> expected) throws IOException {
        var config = TextEncoder.Config.parse(files.config(Network.TEXT_ENCODER));
        NDArray states = config.encoder(tensors, config.currentNames(weights(files, Network.TEXT_ENCODER)))
                .encode(get(expected, "input_ids"));
        assertAgrees(tensors, "states", get(expected, "states"), states, 1e-5);
    }

    private Map<String, NDArray> weights(PipelineFiles files, Network network) throws IOException {
        try (var stored = files.weights(network)) {
            return Weights.load(tensors, stored.tensors());
        }
    }

    /// As those of NovelAI and of all that was made from them.
    @Test
    void namesOfTheTextEncoderMayLackThatOfItsModel() throws IOException {
        JsonObject config = PipelineFiles.open(checkpoint).config(Network.TEXT_ENCODER);
        String model = OriginalNames.TEXT + "text_model.";
        try (Safetensors stored = Safetensors.open(Fixtures.path("single/model.safetensors"))) {
            assertTrue(stored.tensors().keySet().stream().anyMatch(name -> name.startsWith(model)));
            var renamed = new ArrayList<Safetensors.Tensor>();
            for (Safetensors.Tensor tensor : stored.tensors().values()) {
                String name = tensor.name().replace(model, OriginalNames.TEXT);
                renamed.add(new Safetensors.Tensor(name, tensor.type(), tensor.shape(), tensor.bytes()));
            }
            Safetensors.write(checkpoint, renamed, Map.of());
        }
        PipelineFiles files = PipelineFiles.open(checkpoint);
        assertEquals(config, files.config(Network.TEXT_ENCODER));
        assertReadsTexts(files, arrays(tensors, "single/expected.safetensors"));
    }

    @Test
    void theMetadataSaysWhatIsPredicted() throws IOException {
        rewrite(List.of(), Map.of("modelspec.prediction_type", "v"));
        assertEquals(
                "v_prediction",
                PipelineFiles.open(checkpoint)
                        .scheduler()
                        .get("prediction_type")
                        .getAsString());
        rewrite(List.of(), Map.of("modelspec.prediction_type", "sample"));
        assertSays("modelspec.prediction_type", refusal());
    }

    /// Most say nothing of it.
    @Test
    void aNoteBesideItSaysWhatIsPredicted() throws IOException {
        String before = ModelInspection.digest(checkpoint);
        PredictionNote.write(checkpoint, PredictionKind.VELOCITY_ZERO_SNR);
        assertEquals(folder.resolve("any.prediction.json"), PredictionNote.beside(checkpoint));
        assertEquals(Optional.of(PredictionKind.VELOCITY_ZERO_SNR), PredictionNote.of(checkpoint));
        var scheduler = PipelineFiles.open(checkpoint).scheduler();
        assertEquals("v_prediction", scheduler.get("prediction_type").getAsString());
        assertTrue(scheduler.get("rescale_betas_zero_snr").getAsBoolean());
        assertEquals("trailing", scheduler.get("timestep_spacing").getAsString());
        assertNotEquals(before, ModelInspection.digest(checkpoint), "a run of it is another");
        rewrite(List.of(), Map.of("modelspec.prediction_type", "v"));
        PredictionNote.write(checkpoint, PredictionKind.EPSILON);
        assertEquals(
                "epsilon",
                PipelineFiles.open(checkpoint)
                        .scheduler()
                        .get("prediction_type")
                        .getAsString());
        Files.writeString(PredictionNote.beside(checkpoint), "{\"prediction_type\": \"sample\"}");
        assertSays("prediction_type", refusal());
    }

    @Test
    void whatPlaysNoPartIsPassedOver() throws IOException {
        rewrite(
                List.of(
                        number("embedding_manager.embedder.transformer.text_model.embeddings.position_ids"),
                        number("cond_stage_model.transformer.text_projection.weight")),
                Map.of());
        var files = SingleFile.open(checkpoint);
        try (var stored = files.weights(Network.TEXT_ENCODER);
                var plain = new SingleFile(Fixtures.path("single/model.safetensors"), files.configs(), false, false)
                        .weights(Network.TEXT_ENCODER)) {
            assertEquals(plain.tensors().keySet(), stored.tensors().keySet());
        }
    }

    @Test
    void whatDoesNotBelongIsRefusedByName() throws IOException {
        rewrite(List.of(number("lora_unet_anything.alpha")), Map.of());
        assertSays("lora_unet_anything.alpha", refusal());
        rewrite(List.of(number("conditioner.embedders.2.anything")), Map.of());
        assertSays("conditioner.embedders.2.anything", refusal());
        rewrite(List.of(number(OriginalNames.UNET + "label_emb.0.1.weight")), Map.of());
        PipelineFiles files = PipelineFiles.open(checkpoint);
        assertSays("label_emb", assertThrows(InvalidFileException.class, () -> files.weights(Network.UNET)));
        Files.delete(folder.resolve("tokenizer"));
        Files.copy(
                Fixtures.path("single/model.safetensors"),
                checkpoint,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertSays("tokenizer", refusal());
        Files.write(checkpoint, new byte[] {(byte) 0x80, 4, 0, 0, 0, 0, 0, 0, 0, 0});
        assertSays("pickle", refusal());
        Safetensors.write(checkpoint, List.of(number("any")), Map.of());
        assertSays("model.diffusion_model", refusal());
    }

    /// It would be turned before its shape is compared with what the network wants.
    @Test
    void aProjectionLargerThanAnyModelsIsRefusedUnturned() {
        var projection = new Safetensors.Tensor(
                OpenClipNames.PREFIX + "text_projection",
                ElementType.I8,
                List.of(4097L, 4096L),
                ByteBuffer.allocate(4097 * 4096));
        assertSays(
                "text_projection has the shape [4097, 4096]",
                assertThrows(
                        InvalidFileException.class,
                        () -> OpenClipNames.current(checkpoint, List.of(projection), new ArrayList<>())));
    }

    /// The tokenizer may be that of a model which is filled up otherwise.
    @Test
    void textsAreFilledUpAsThoseOfTheFamily() throws IOException {
        Path tokenizers = Fixtures.path("xl/pipeline");
        for (String file : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
            Files.copy(
                    tokenizers.resolve("tokenizer_2").resolve(file),
                    folder.resolve("tokenizer").resolve(file));
        }
        Tokenizer read = PipelineFiles.open(checkpoint).readTokenizer(Network.TEXT_ENCODER);
        Tokenizer expected = Tokenizer.read(tokenizers.resolve("tokenizer"));
        String prompt = "a red robe!";
        long[] filled = read.encode(prompt).ids();
        assertArrayEquals(expected.encode(prompt).ids(), filled);
        long[] otherwise =
                Tokenizer.read(folder.resolve("tokenizer")).encode(prompt).ids();
        assertFalse(Arrays.equals(otherwise, filled), "both fill up alike");
    }

    private InvalidFileException refusal() {
        return assertThrows(InvalidFileException.class, () -> PipelineFiles.open(checkpoint));
    }

    private static Safetensors.Tensor number(String name) {
        return new Safetensors.Tensor(name, ElementType.F32, List.of(), ByteBuffer.allocate(4));
    }

    private void rewrite(List<Safetensors.Tensor> more, Map<String, String> metadata) throws IOException {
        try (Safetensors stored = Safetensors.open(Fixtures.path("single/model.safetensors"))) {
            var tensors = new ArrayList<>(stored.tensors().values());
            tensors.addAll(more);
            Safetensors.write(checkpoint, tensors, metadata);
        }
    }
}
