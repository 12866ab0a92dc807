package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.io.PipelineFolder;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trainings that begin with the networks of an earlier one.
class EarlierModelTest {
    @TempDir
    static Path before;

    /// A training that begins with all of `before` and keeps the autoencoder, done too.
    @TempDir
    static Path kept;

    /// The pipeline folder of a training that is done.
    private static Path export() {
        return before.resolve("export");
    }

    @TempDir
    Path parent;

    @BeforeAll
    static void train() throws IOException {
        assertTrue(TinyStarter.run(TinyStarter.planned(before), TinyStarter.WISH));
        assertTrue(TinyStarter.run(TinyStarter.planned(kept), from(export(), 0.0, false)));
    }

    private Path planned(String name) throws IOException {
        return TinyStarter.planned(parent.resolve(name));
    }

    private static Wish from(Path pipeline, @Nullable Double autoencoderShare, boolean decoderOnly) {
        return new Wish(6, 64, 24, 1.0, 1, false, pipeline.toString(), autoencoderShare, decoderOnly);
    }

    /// What fits of an earlier model is begun with; with no share of the hours its autoencoder stays.
    @Test
    void anEarlierModelIsBegunWith() throws Exception {
        Path export = export();
        assertArrayEquals(
                Files.readAllBytes(export.resolve(TinyStarter.VAE)), TinyStarter.exported(kept, TinyStarter.VAE));
        assertArrayEquals(
                Files.readAllBytes(export.resolve(TinyStarter.TEXT)),
                TinyStarter.exported(kept, TinyStarter.TEXT),
                "it can read already");

        Path reworded = planned("reworded");
        Path otherWords = TinyStarter.copied(export, parent.resolve("other-words"));
        Path words = otherWords.resolve("tokenizer/tokenizer.json");
        Files.writeString(words, Files.readString(words).replace("\"red\"", "\"rad\""));
        assertTrue(TinyStarter.run(reworded, from(otherWords, 0.0, false)));
        assertFalse(
                Arrays.equals(
                        Files.readAllBytes(export.resolve(TinyStarter.TEXT)),
                        TinyStarter.exported(reworded, TinyStarter.TEXT)),
                "it reads other words");

        Path continued = parent.resolve("continued");
        assertTrue(TinyStarter.run(continued, new Wish(6, 64, 24, .0002, 1, null, export.toString(), .5, false)));
        var plan = Files.readString(continued.resolve("autoencoder.json"));
        assertTrue(plan.contains("\"windowSteps\": 0,"), plan);
        long offset = StarterPlan.read(continued.resolve("from.json"), StarterTraining.BegunWith.class)
                .orElseThrow()
                .offset();
        assertTrue(offset > 0, "it would see again what the earlier one saw");
        assertEquals(List.of(offset, offset), offsets(continued));

        Path widened = planned("widened");
        assertTrue(TinyStarter.run(widened, from(export, null, false), TinyStarter.wider(), new StopRequest()));
        try (Tensors tensors = Tensors.cpu(1);
                BaseModel model = BaseModel.read(tensors, widened.resolve("export"))) {
            assertEquals(6, model.networks(tensors).autoencoder().config().latentChannels());
        }
    }

    /// Copies are looked for among the drawings of both.
    @Test
    void aModelSaysWhatTheEarlierOneLearntFrom() throws IOException {
        var curriculum = TinyStarter.SIZES.curriculum();
        assertEquals(
                List.of(
                        LearntFrom.drawn(curriculum.training(5), 5, 24),
                        LearntFrom.drawn(curriculum.training(6), 6, 24)),
                LearntFrom.of(kept.resolve("export")));
    }

    /// Of the plans of both networks.
    private static List<Long> offsets(Path folder) throws IOException {
        return List.of(
                StarterPlan.read(folder.resolve("autoencoder.json"), AutoencoderTraining.Plan.class)
                        .orElseThrow()
                        .offset(),
                StarterPlan.read(folder.resolve("denoiser.json"), DenoiserTraining.Plan.class)
                        .orElseThrow()
                        .offset());
    }

    /// It sees what it would have seen.
    @Test
    void aFolderOfAnEarlierVersionHasNoOffset() throws Exception {
        Path folder = parent.resolve("earlier");
        Wish wish = new Wish(6, 64, 24, .0002, 1, false, export().toString(), .5, false);
        assertFalse(TinyStarter.run(folder, wish, TinyStarter.SIZES, TinyStarter.atOnce()));
        Path from = folder.resolve("from.json");
        String written = Files.readString(from);
        Files.writeString(from, written.replaceFirst(",\\s*\"offset\": \\d+", ""));
        assertNotEquals(written, Files.readString(from));
        assertTrue(TinyStarter.run(folder, wish));
        assertEquals(List.of(0L, 0L), offsets(folder));
    }

    /// The wish stands in the folder, and nothing yet of what is begun with.
    @Test
    void aTrainingKilledAtItsBeginningSeesWhatItWouldHaveSeen() throws Exception {
        Path folder = parent.resolve("killed");
        Wish wish = new Wish(6, 64, 24, .0002, 1, false, export().toString(), .5, false);
        assertFalse(TinyStarter.run(folder, wish, TinyStarter.SIZES, TinyStarter.atOnce()));
        Path from = folder.resolve("from.json");
        String written = Files.readString(from);
        Files.delete(from);
        assertFalse(TinyStarter.run(folder, wish, TinyStarter.SIZES, TinyStarter.atOnce()));
        assertEquals(written, Files.readString(from));
    }

    /// It would go on unread, and the export would call words taught that it never met.
    @Test
    void aTextEncoderThatWasNotTaughtEveryWordReadsAnew() throws Exception {
        Path narrow = TinyStarter.copied(export(), parent.resolve("narrow"));
        Path words = narrow.resolve("tokenizer/tokenizer_config.json");
        String all = Files.readString(words);
        Files.writeString(words, all.replace(" red ", " "));
        assertNotEquals(all, Files.readString(words));
        byte[] text = Files.readAllBytes(narrow.resolve(TinyStarter.TEXT));
        Wish wish = from(narrow, 0.0, false);

        Path taught = planned("taught");
        assertTrue(TinyStarter.run(taught, wish));
        assertFalse(Arrays.equals(text, TinyStarter.exported(taught, TinyStarter.TEXT)));

        Path begun = planned("begun");
        assertFalse(TinyStarter.run(begun, wish, TinyStarter.SIZES, TinyStarter.atOnce()));
        Files.delete(begun.resolve("captions.json")); // as a folder of an earlier version
        assertTrue(TinyStarter.run(begun, wish));
        assertArrayEquals(text, TinyStarter.exported(begun, TinyStarter.TEXT), "it goes on as it began");
    }

    /// Latents and denoiser stay what they are, to the bit.
    @Test
    void aDecoderIsTrainedAlone() throws Exception {
        Path export = export();
        Path sharper = planned("sharper");
        Files.writeString(sharper.resolve("autoencoder.json"), """
            {"steps":3,"windowSteps":0,"window":8,"batch":4,"bfloat16":false,"reportEvery":3}\
            """);
        assertTrue(TinyStarter.run(sharper, from(export, null, true)));
        for (String same : List.of(TinyStarter.UNET, "vae/config.json", LearntFrom.FILE, "model_index.json")) {
            assertArrayEquals(Files.readAllBytes(export.resolve(same)), TinyStarter.exported(sharper, same), same);
        }
        try (var before = Safetensors.open(export.resolve(TinyStarter.VAE));
                var after = Safetensors.open(sharper.resolve("export").resolve(TinyStarter.VAE))) {
            for (var entry : before.tensors().entrySet()) {
                String key = entry.getKey();
                var now = Objects.requireNonNull(after.tensors().get(key), key);
                boolean moved = !entry.getValue().bytes().equals(now.bytes());
                assertTrue(!moved || key.startsWith("decoder.") || key.startsWith("post_quant_conv."), key);
                assertTrue(moved || !key.equals("decoder.conv_out.weight"), key);
            }
        }
    }

    @Test
    void anAutoencoderThatIsKeptMustFit() throws IOException {
        Path export = export();
        Path folder = planned("unfit");
        var keeping = assertThrows(
                IllegalArgumentException.class,
                () -> TinyStarter.run(folder, from(export, 0.0, false), TinyStarter.wider(), new StopRequest()));
        assertTrue(String.valueOf(keeping.getMessage()).startsWith("--autoencoder-share 0: "), keeping.getMessage());
        var sharpening = assertThrows(
                IllegalArgumentException.class,
                () -> TinyStarter.run(folder, from(export, null, true), TinyStarter.wider(), new StopRequest()));
        assertTrue(String.valueOf(sharpening.getMessage()).startsWith("--only decoder: "), sharpening.getMessage());
        assertFalse(Files.exists(folder.resolve("starter.json")), "another command would be refused");
    }

    @Test
    void aFolderWithoutNetworksIsRefusedBeforeAnythingIsDecided() throws IOException {
        Path folder = planned("nowhere");
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> TinyStarter.run(folder, from(parent.resolve("missing"), null, false)));
        assertTrue(String.valueOf(refusal.getMessage()).contains("missing: there is neither"), refusal.getMessage());
        assertFalse(Files.exists(folder.resolve("pictures.bin")));
        assertTrue(TinyStarter.run(folder, from(export(), 0.0, false)), "the corrected command goes");
    }

    @Test
    void aDamagedNetworkIsToldBeforeAnythingIsTrained() throws IOException {
        Path export = parent.resolve("damaged");
        for (String weights : List.of(TinyStarter.VAE, TinyStarter.UNET)) {
            Files.createDirectories(
                    Objects.requireNonNull(export.resolve(weights).getParent()));
            Files.copy(export().resolve(weights), export.resolve(weights));
        }
        Files.write(export.resolve(TinyStarter.UNET), new byte[] {1, 2, 3});
        Path folder = planned("spared");
        var refusal = assertThrows(TrainingException.class, () -> TinyStarter.run(folder, from(export, null, false)));
        assertTrue(String.valueOf(refusal.getMessage()).contains("unet cannot be read"), refusal.getMessage());
        assertFalse(Files.exists(folder.resolve("pictures.bin")));
    }

    @Test
    void aResumedTrainingIsBegunWithTheSameNetworks() throws Exception {
        Path export = export();
        Wish wish = from(export, 0.0, false);
        Path halved = planned("halved");
        assertFalse(TinyStarter.runHalf(halved, wish), "the training was not interrupted");

        byte[] weights = Files.readAllBytes(export.resolve(TinyStarter.VAE));
        byte[] others = weights.clone();
        others[others.length - 1] ^= 1;
        Files.write(export.resolve(TinyStarter.VAE), others);
        try {
            var refusal = assertThrows(TrainingException.class, () -> TinyStarter.run(halved, wish));
            String reason = String.valueOf(refusal.getMessage());
            assertTrue(reason.startsWith("--from holds other networks"), reason);
        } finally {
            Files.write(export.resolve(TinyStarter.VAE), weights); // the other tests begin with it too
        }

        Files.delete(halved.resolve("from.json")); // as a folder of an earlier version
        assertTrue(TinyStarter.run(halved, wish));
        for (String same : List.of(TinyStarter.VAE, TinyStarter.UNET, TinyStarter.TEXT)) {
            assertArrayEquals(TinyStarter.exported(kept, same), TinyStarter.exported(halved, same), same);
        }
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
    void aDenoiserThatWasNotToldTheWholeTextHasLearnt() {
        try (Tensors tensors = Tensors.cpu(1)) {
            var shipped = new Beginning(tensors, Path.of("models/starter-64"));
            var denoiser = StarterSizes.of(64).denoiser();
            assertTrue(DenoiserTraining.hasLearnt(shipped, denoiser));
            assertTrue(DenoiserTraining.hasLearnt(shipped, denoiser.withWholeText(8)));
            assertFalse(DenoiserTraining.hasLearnt(shipped, denoiser.withLatentChannels(8)));
            assertFalse(DenoiserTraining.hasLearnt(new Beginning(tensors, null), denoiser));
        }
    }

    @Test
    void toldTheWholeTextItGoesOnAsItWas() {
        try (Tensors tensors = Tensors.cpu(1)) {
            var config = UNetConfig.of(8, List.of(16, 32), List.of(false, true), 1, 32, 2, 16);
            var told = config.withWholeText(4);
            var learnt = FreshWeights.repeating(tensors, UNet.shapes(config), 3);
            var weights = FreshWeights.denoiser(tensors, UNet.shapes(told), 5);
            assertEquals(learnt.size() + 13, weights.size());
            weights.putAll(learnt);
            float[] before = predicted(tensors, UNet.of(tensors, config, learnt, Map.of()));
            assertArrayEquals(before, predicted(tensors, UNet.of(tensors, told, weights, Map.of())));
        }
    }

    private static float[] predicted(Tensors tensors, UNet unet) {
        var numbers = new float[2 * 4 * 8 * 8];
        Counter.gaussians(1, Stream.NOISE, 0, numbers);
        var latents = tensors.of(numbers, 2, 4, 8, 8);
        var context = tensors.of(Arrays.copyOf(numbers, 2 * 6 * 32), 2, 6, 32);
        return tensors.toFloats(unet.predict(latents, tensors.of(new float[] {900, 300}, 2), context));
    }
}
