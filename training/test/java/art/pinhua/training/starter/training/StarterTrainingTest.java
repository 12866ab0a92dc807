package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.io.PipelineFolder;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.SmallCurriculum;
import art.pinhua.training.starter.atelier.PaintingCurriculum;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.StopRequest;
import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterTrainingTest {
    private static final StarterSizes TINY = tiny(new SmallCurriculum(16));
    private static final StarterTraining.Wish WISH = new StarterTraining.Wish(5, 64, 24, 1, 1, false);

    private static final String VAE = "vae/diffusion_pytorch_model.safetensors";
    private static final String TEXT = "text_encoder/model.safetensors";

    @TempDir
    Path parent;

    private static StarterSizes tiny(Curriculum curriculum) {
        return new StarterSizes(
                curriculum,
                AutoencoderConfig.of(16, List.of(8, 8), 1, 8, 1),
                UNetConfig.of(8, List.of(16, 32), List.of(false, true), 1, 32, 2, 16),
                32,
                1);
    }

    /// A folder whose plans are decided, so that no measured rate enters.
    private Path planned(String name) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        Files.writeString(folder.resolve("autoencoder.json"), """
            {"steps":6,"windowSteps":3,"window":8,"batch":4,"bfloat16":false,"reportEvery":3}\
            """);
        Files.writeString(folder.resolve("text.json"), """
            {"steps":4,"batch":4,"reportEvery":2}\
            """);
        Files.writeString(folder.resolve("denoiser.json"), """
            {"steps":8,"batch":4,"bfloat16":false,"reportEvery":4,"showEvery":100}\
            """);
        return folder;
    }

    @Test
    void stoppedTrainingContinuesToTheSameModel() throws Exception {
        Path whole = planned("whole");
        assertTrue(StarterTraining.run(whole, WISH, TINY, ComputeDevice.CPU, new StopRequest()));
        try (Tensors tensors = Tensors.cpu(1);
                BaseModel model = BaseModel.read(tensors, whole.resolve("export"))) {
            assertEquals(16, model.networks(tensors).nativeSize());
        }

        Path interrupted = planned("interrupted");
        var atOnce = new StopRequest();
        atOnce.stop();
        assertFalse(StarterTraining.run(interrupted, WISH, TINY, ComputeDevice.CPU, atOnce));
        assertEquals(0, Files.size(interrupted.resolve("pictures.bin")), "it went on drawing");

        var stop = new StopRequest();
        Thread watcher = Thread.ofPlatform().start(() -> stopAtFirstCheckpoint(interrupted.resolve("denoiser"), stop));
        boolean finished = StarterTraining.run(interrupted, WISH, TINY, ComputeDevice.CPU, stop);
        watcher.join();
        assertFalse(finished, "the training was not interrupted");
        assertTrue(StarterTraining.run(interrupted, WISH, TINY, ComputeDevice.CPU, new StopRequest()));
        for (String weights : List.of(VAE, "unet/diffusion_pytorch_model.safetensors", TEXT)) {
            assertArrayEquals(
                    Files.readAllBytes(whole.resolve("export").resolve(weights)),
                    Files.readAllBytes(interrupted.resolve("export").resolve(weights)),
                    weights);
        }
    }

    /// The path of the 128 px model: its art, descriptions and tokenizer, through a few steps to a pipeline.
    @Test
    void paintingsTrainToAPipeline() throws Exception {
        Path folder = planned("paintings");
        var wish = new StarterTraining.Wish(5, 128, 24, 1, 1, false);
        assertTrue(StarterTraining.run(
                folder, wish, tiny(new PaintingCurriculum(16)), ComputeDevice.CPU, new StopRequest()));
        try (Tensors tensors = Tensors.cpu(1);
                BaseModel model = BaseModel.read(tensors, folder.resolve("export"))) {
            var networks = model.networks(tensors);
            assertEquals(16, networks.nativeSize());
            assertEquals(48, networks.tokenizer().maxLength());
        }
        assertTrue(Files.readString(folder.resolve("progress.log")).contains("the right text lowers the error by "));
        var other = new StarterTraining.Wish(5, 64, 24, 1, 1, false);
        assertThrows(
                TrainingException.class,
                () -> StarterTraining.run(folder, other, ComputeDevice.CPU, new StopRequest()));
    }

    /// What fits of an earlier model is begun with; with no share of the hours its autoencoder stays as it is.
    @Test
    void anEarlierModelIsBegunWith() throws Exception {
        Path earlier = planned("earlier");
        assertTrue(StarterTraining.run(earlier, WISH, TINY, ComputeDevice.CPU, new StopRequest()));
        String export = earlier.resolve("export").toString();
        byte[] autoencoder = Files.readAllBytes(earlier.resolve("export").resolve(VAE));
        byte[] text = Files.readAllBytes(earlier.resolve("export").resolve(TEXT));

        Path kept = planned("kept");
        var keeping = new StarterTraining.Wish(6, 64, 24, 1, 1, false, export, 0.0, false);
        assertTrue(StarterTraining.run(kept, keeping, TINY, ComputeDevice.CPU, new StopRequest()));
        assertArrayEquals(autoencoder, Files.readAllBytes(kept.resolve("export").resolve(VAE)));
        assertArrayEquals(text, Files.readAllBytes(kept.resolve("export").resolve(TEXT)), "it can read already");

        Path continued = parent.resolve("continued");
        assertTrue(StarterTraining.run(
                continued,
                new StarterTraining.Wish(6, 64, 24, .0005, 1, false, export, .5, false),
                TINY,
                ComputeDevice.CPU,
                new StopRequest()));
        var plan = Files.readString(continued.resolve("autoencoder.json"));
        assertTrue(plan.contains("\"windowSteps\": 0,"), plan);

        Path widened = planned("widened");
        var wider = new StarterSizes(
                TINY.curriculum(),
                TINY.autoencoder().withLatentChannels(6),
                TINY.denoiser().withLatentChannels(6),
                32,
                1);
        assertTrue(StarterTraining.run(
                widened,
                new StarterTraining.Wish(6, 64, 24, 1, 1, false, export, null, false),
                wider,
                ComputeDevice.CPU,
                new StopRequest()));
        try (Tensors tensors = Tensors.cpu(1);
                BaseModel model = BaseModel.read(tensors, widened.resolve("export"))) {
            assertEquals(6, model.networks(tensors).autoencoder().config().latentChannels());
        }

        assertThrows(TrainingException.class, () -> new StarterTraining.Wish(6, 64, 24, 1, 1, false, null, 0.0, false));
        Path nowhere = planned("nowhere");
        var missing = new StarterTraining.Wish(6, 64, 24, 1, 1, false, parent + "/missing", null, false);
        var refusal = assertThrows(
                TrainingException.class,
                () -> StarterTraining.run(nowhere, missing, TINY, ComputeDevice.CPU, new StopRequest()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("missing"), refusal.getMessage());
    }

    /// Latents and denoiser stay what they are, to the bit.
    @Test
    void aDecoderIsTrainedAlone() throws Exception {
        Path earlier = planned("earlier");
        assertTrue(StarterTraining.run(earlier, WISH, TINY, ComputeDevice.CPU, new StopRequest()));
        String export = earlier.resolve("export").toString();
        Path sharper = planned("sharper");
        Files.writeString(sharper.resolve("autoencoder.json"), """
            {"steps":3,"windowSteps":0,"window":8,"batch":4,"bfloat16":false,"reportEvery":3}\
            """);
        assertTrue(StarterTraining.run(
                sharper,
                new StarterTraining.Wish(6, 64, 24, 1, 1, false, export, null, true),
                TINY,
                ComputeDevice.CPU,
                new StopRequest()));
        for (String same : List.of("unet/diffusion_pytorch_model.safetensors", "vae/config.json", "model_index.json")) {
            assertArrayEquals(
                    Files.readAllBytes(earlier.resolve("export").resolve(same)),
                    Files.readAllBytes(sharper.resolve("export").resolve(same)),
                    same);
        }
        try (var before = Safetensors.open(earlier.resolve("export").resolve(VAE));
                var after = Safetensors.open(sharper.resolve("export").resolve(VAE))) {
            for (var entry : before.tensors().entrySet()) {
                String key = entry.getKey();
                var now = Objects.requireNonNull(after.tensors().get(key), key);
                boolean moved = !entry.getValue().bytes().equals(now.bytes());
                assertTrue(!moved || key.startsWith("decoder.") || key.startsWith("post_quant_conv."), key);
                assertTrue(moved || !key.equals("decoder.conv_out.weight"), key);
            }
        }
        assertThrows(TrainingException.class, () -> new StarterTraining.Wish(6, 64, 24, 1, 1, false, null, null, true));
    }

    @Test
    void layersThatFitAreTakenOver() {
        try (Tensors tensors = Tensors.cpu(1)) {
            var weights = FreshWeights.autoencoder(
                    tensors,
                    Autoencoder.shapes(AutoencoderConfig.of(64, List.of(32, 48, 64), 1, 16, 1)
                            .withLatentChannels(5)),
                    3);
            double taken =
                    new Beginning(tensors, Path.of("models/starter-64")).into(weights, PipelineFolder.Network.VAE);
            assertTrue(taken > .98 && taken < 1, () -> "taken over " + taken);
            assertEquals(0, new Beginning(tensors, null).into(weights, PipelineFolder.Network.VAE));
            var shipped = new Beginning(tensors, Path.of("models/starter-64"));
            var shapes = Autoencoder.shapes(StarterSizes.of(64).autoencoder());
            assertTrue(shipped.fits(shapes, PipelineFolder.Network.VAE));
            shapes.put("decoder.more.weight", new long[] {1});
            assertFalse(shipped.fits(shapes, PipelineFolder.Network.VAE));
        }
    }

    @Test
    void sizesOf128AreThoseOfTheCard() {
        var sizes = StarterSizes.of(128);
        long parameters = count(Autoencoder.shapes(sizes.autoencoder()))
                + count(UNet.shapes(sizes.denoiser()))
                + count(ClipTextEncoder.shapes(sizes.text(7000)));
        assertEquals(128, sizes.side());
        assertEquals(15.8e6, parameters, .1e6);
        assertThrows(TrainingException.class, () -> StarterSizes.of(96));
    }

    private static long count(Map<String, long[]> shapes) {
        return shapes.values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                .sum();
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
