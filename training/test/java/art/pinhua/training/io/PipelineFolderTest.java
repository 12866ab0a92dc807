package art.pinhua.training.io;

import static art.pinhua.training.parity.Fixtures.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineFolderTest {
    @TempDir
    private Path root;

    private Path unet;

    @BeforeEach
    void pipelineWithoutUnetWeights() throws IOException {
        Files.copy(Fixtures.path("pipeline/model_index.json"), root.resolve("model_index.json"));
        unet = Files.createDirectory(root.resolve("unet"));
    }

    private InvalidFileException refusedWeights() throws IOException {
        PipelineFolder pipeline = PipelineFolder.open(root);
        return assertThrows(InvalidFileException.class, () -> pipeline.weights(Network.UNET));
    }

    @Test
    void configurationsAndWeightsOfAPipelineAreFound() throws IOException {
        PipelineFolder pipeline = PipelineFolder.open(Fixtures.path("pipeline"));
        for (Network network : List.of(Network.TEXT_ENCODER, Network.UNET, Network.VAE)) {
            assertEquals(false, pipeline.config(network).isEmpty());
            try (PipelineFolder.Stored stored = pipeline.weights(network)) {
                assertEquals(false, stored.tensors().isEmpty());
            }
        }
        assertEquals("DDIMScheduler", pipeline.scheduler().get("_class_name").getAsString());
    }

    @Test
    void halfPrecisionFilesAreFound() throws IOException {
        Files.copy(Fixtures.path(Fixtures.UNET), unet.resolve("diffusion_pytorch_model.fp16.safetensors"));
        try (PipelineFolder.Stored stored = PipelineFolder.open(root).weights(Network.UNET)) {
            assertEquals(true, stored.tensors().containsKey("conv_in.weight"));
        }
    }

    @Test
    void weightsInSeveralFilesAreJoined() throws IOException {
        var halves = List.of(new ArrayList<Safetensors.Tensor>(), new ArrayList<Safetensors.Tensor>());
        int all;
        try (Safetensors whole = Safetensors.open(Fixtures.path(Fixtures.UNET))) {
            all = whole.tensors().size();
            whole.tensors()
                    .values()
                    .forEach(t ->
                            halves.get(Math.floorMod(t.name().hashCode(), 2)).add(t));
            Safetensors.write(unet.resolve("part-1.safetensors"), halves.get(0), Map.of());
            Safetensors.write(unet.resolve("part-2.safetensors"), halves.get(1), Map.of());
        }
        index("part-1.safetensors", "part-2.safetensors");
        try (PipelineFolder.Stored stored = PipelineFolder.open(root).weights(Network.UNET)) {
            assertEquals(all, stored.tensors().size());
        }
    }

    private void index(String one, String other) throws IOException {
        Files.writeString(
                unet.resolve("diffusion_pytorch_model.safetensors.index.json"),
                "{\"weight_map\": {\"a\": \"%s\", \"b\": \"%s\"}}".formatted(one, other));
    }

    @Test
    void indexesCannotLeadOutOfTheFolder() throws IOException {
        for (String name : List.of(
                "../secret.safetensors", "/etc/secret.safetensors", "..safetensors", "a/b.safetensors", "part.bin")) {
            index("part-1.safetensors", name);
            assertSays("no plain file name", refusedWeights());
        }
    }

    @Test
    void picklesAreNotRead() throws IOException {
        Files.write(unet.resolve("diffusion_pytorch_model.bin"), new byte[] {'P', 'K', 3, 4});
        InvalidFileException refusal = refusedWeights();
        assertSays("Only safetensors", refusal);
        assertSays("diffusion_pytorch_model.bin", refusal);
        Files.write(unet.resolve("diffusion_pytorch_model.safetensors"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0});
        assertSays("zip", refusedWeights());
    }

    @Test
    void otherPipelinesAreRefused() throws IOException {
        Path index = root.resolve("model_index.json");
        String known = Files.readString(index);
        Files.writeString(index, known.replace("StableDiffusionPipeline", "FluxPipeline"));
        assertSays("FluxPipeline", assertThrows(UnsupportedPipelineException.class, () -> PipelineFolder.open(root)));
        Files.writeString(index, known.replace("CLIPTextModel", "T5EncoderModel"));
        assertSays("T5EncoderModel", assertThrows(UnsupportedPipelineException.class, () -> PipelineFolder.open(root)));
        Files.writeString(index, "[]");
        assertSays("not a JSON object", assertThrows(InvalidFileException.class, () -> PipelineFolder.open(root)));
        Files.delete(index);
        assertSays("not a pipeline", assertThrows(InvalidFileException.class, () -> PipelineFolder.open(root)));
    }
}
