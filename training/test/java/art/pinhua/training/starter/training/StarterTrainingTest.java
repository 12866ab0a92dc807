package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterTrainingTest {
    private static final StarterSizes TINY = new StarterSizes(
            16,
            AutoencoderConfig.of(16, List.of(8, 8), 1, 8, 1),
            UNetConfig.of(8, List.of(16, 32), List.of(false, true), 1, 32, 2, 16),
            32,
            1);
    private static final StarterTraining.Wish WISH = new StarterTraining.Wish(5, 24, 1, 1, false);

    @TempDir
    Path parent;

    /// A folder whose plans are decided, so that no measured rate enters.
    private Path planned(String name) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        Files.writeString(folder.resolve("autoencoder.json"), """
            {"steps":6,"windowSteps":3,"window":8,"batch":4,"bfloat16":false,"reportEvery":3}\
            """);
        Files.writeString(folder.resolve("denoiser.json"), """
            {"steps":8,"batch":4,"bfloat16":false,"reportEvery":4,"showEvery":100}\
            """);
        return folder;
    }

    @Test
    void stoppedTrainingContinuesToTheSameModel() throws Exception {
        Path whole = planned("whole");
        assertTrue(StarterTraining.run(whole, WISH, TINY, new StopRequest()));
        try (Tensors tensors = Tensors.cpu(1);
                BaseModel model = BaseModel.read(tensors, whole.resolve("export"))) {
            assertEquals(16, model.networks(tensors).nativeSize());
        }

        Path interrupted = planned("interrupted");
        var stop = new StopRequest();
        Thread watcher = Thread.ofPlatform().start(() -> stopAtFirstCheckpoint(interrupted.resolve("denoiser"), stop));
        boolean finished = StarterTraining.run(interrupted, WISH, TINY, stop);
        watcher.join();
        assertFalse(finished, "the training was not interrupted");
        assertTrue(StarterTraining.run(interrupted, WISH, TINY, new StopRequest()));
        for (String weights : List.of(
                "vae/diffusion_pytorch_model.safetensors",
                "unet/diffusion_pytorch_model.safetensors",
                "text_encoder/model.safetensors")) {
            assertArrayEquals(
                    Files.readAllBytes(whole.resolve("export").resolve(weights)),
                    Files.readAllBytes(interrupted.resolve("export").resolve(weights)),
                    weights);
        }
    }

    private static void stopAtFirstCheckpoint(Path stage, StopRequest stop) {
        try {
            while (!holdsCheckpoint(stage)) {
                Thread.sleep(2);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stop.stop();
    }

    private static boolean holdsCheckpoint(Path stage) throws IOException {
        if (!Files.isDirectory(stage)) {
            return false;
        }
        try (Stream<Path> files = Files.list(stage)) {
            return files.anyMatch(file -> file.toString().endsWith(".sha256"));
        }
    }

    @Test
    void unusedTokensBecomeTheMeanOfTheUsedOnes() {
        float[] embedding = {1, 2, 9, 9, 3, 4};
        UnusedTokens.neutralise(embedding, new float[] {0, .1f, 0, 0, .2f, 0}, 2);
        assertArrayEquals(new float[] {1, 2, 2, 3, 3, 4}, embedding);
    }
}
