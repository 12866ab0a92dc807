package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.starter.atelier.PaintingCurriculum;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.StopRequest;
import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StarterTrainingTest {
    @TempDir
    Path parent;

    private Path planned(String name) throws IOException {
        return TinyStarter.planned(parent.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stoppedTrainingContinuesToTheSameModel(boolean bfloat16) throws Exception {
        var wish = new Wish(5, 64, 24, 1.0, 1, bfloat16);
        Path whole = TinyStarter.planned(parent.resolve("whole"), bfloat16);
        assertTrue(TinyStarter.run(whole, wish));
        try (Tensors tensors = Tensors.cpu(1);
                BaseModel model = BaseModel.read(tensors, whole.resolve("export"))) {
            assertEquals(16, model.networks(tensors).nativeSize());
        }
        var learntFrom = LearntFrom.drawn(TinyStarter.SIZES.curriculum().training(5), 5, 24);
        assertEquals(List.of(learntFrom), LearntFrom.of(whole.resolve("export")));

        Path interrupted = TinyStarter.planned(parent.resolve("interrupted"), bfloat16);
        assertFalse(TinyStarter.run(interrupted, wish, TinyStarter.SIZES, TinyStarter.atOnce()));
        assertEquals(0, Files.size(interrupted.resolve("pictures.bin")), "it went on drawing");

        assertFalse(TinyStarter.runHalf(interrupted, wish), "the training was not interrupted");
        assertTrue(TinyStarter.run(interrupted, wish));
        TinyStarter.assertWentOn(interrupted);
        for (String weights : List.of(TinyStarter.VAE, TinyStarter.UNET, TinyStarter.TEXT)) {
            assertArrayEquals(
                    TinyStarter.exported(whole, weights), TinyStarter.exported(interrupted, weights), weights);
        }
    }

    /// The path of the 128 px model: its art, descriptions and tokenizer, through a few steps to a pipeline.
    @Test
    void paintingsTrainToAPipeline() throws Exception {
        Path folder = planned("paintings");
        var wish = new Wish(5, 128, 24, 1.0, 1, false);
        assertTrue(TinyStarter.run(folder, wish, TinyStarter.sizes(new PaintingCurriculum(16)), new StopRequest()));
        try (Tensors tensors = Tensors.cpu(1);
                BaseModel model = BaseModel.read(tensors, folder.resolve("export"))) {
            var networks = model.networks(tensors);
            assertEquals(16, networks.nativeSize());
            assertEquals(48, networks.tokenizer().maxLength());
        }
        assertTrue(Files.readString(folder.resolve("progress.log")).contains("the right text lowers the error by "));
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> StarterTraining.run(folder, TinyStarter.WISH, ComputeDevice.CPU, new StopRequest()));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("--size 64: "), refusal.getMessage());
    }

    /// Pictures of another art: the captions would tell of others.
    @Test
    void anotherArtIsDrawnAnewUnlessLatentsWereMadeOfIt() throws IOException {
        Path folder = planned("art");
        var few = new Wish(5, 64, 4, 1.0, 1, false);
        assertTrue(TinyStarter.run(folder, few));
        assertTrue(TinyStarter.run(folder, few));
        Path log = folder.resolve("progress.log");
        assertFalse(Files.readString(log).contains("drawn anew"), "held-out pictures were compared");

        Path pictures = folder.resolve("pictures.bin");
        byte[] drawn = Files.readAllBytes(pictures);
        byte[] other = drawn.clone();
        other[0] ^= 1;
        Files.write(pictures, other);
        var refusal = assertThrows(TrainingException.class, () -> TinyStarter.run(folder, few));
        assertTrue(String.valueOf(refusal.getMessage()).contains("the art has changed"), refusal.getMessage());
        assertArrayEquals(other, Files.readAllBytes(pictures));

        delete(folder.resolve("denoiser"));
        Files.delete(folder.resolve("latents.bin"));
        Files.delete(folder.resolve("latents.json"));
        assertTrue(TinyStarter.run(folder, few));
        assertTrue(Files.readString(log).contains("drawn anew"));
        assertArrayEquals(drawn, Files.readAllBytes(pictures));
    }

    /// What was learnt from some words would go on with others.
    @Test
    void otherCaptionsAreRefusedOnceSomeWereLearntFrom() throws IOException {
        var curriculum = TinyStarter.SIZES.curriculum();
        assertNotEquals(LearntCaptions.of(curriculum.training(5)), LearntCaptions.of(curriculum.training(6)));

        Path folder = planned("captions");
        var few = new Wish(5, 64, 4, 1.0, 1, false);
        assertFalse(TinyStarter.run(folder, few, TinyStarter.SIZES, TinyStarter.atOnce()));
        Path captions = folder.resolve("captions.json");
        String written = Files.readString(captions);
        String others = "{\"sha256\":\"of others\"}";
        Files.writeString(captions, others);
        assertTrue(TinyStarter.run(folder, few));
        assertEquals(written, Files.readString(captions), "nothing was learnt from the others");

        Files.writeString(captions, others);
        var refusal = assertThrows(TrainingException.class, () -> TinyStarter.run(folder, few));
        assertTrue(String.valueOf(refusal.getMessage()).contains("captions have changed"), refusal.getMessage());
        Files.delete(captions); // as a folder of an earlier version
        assertTrue(TinyStarter.run(folder, few));
        assertFalse(Files.exists(captions), "nobody knows what it has learnt from");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /// They are due after three steps, after six and at the end.
    @Test
    void picturesThatCannotBeShownLoseNoStep() throws IOException {
        Path folder = TinyStarter.planned(parent.resolve("shown"), 6, 8, 3);
        Files.writeString(folder.resolve("samples"), "no folder");
        assertThrows(UncheckedIOException.class, () -> TinyStarter.run(folder, TinyStarter.WISH));
        assertTrue(Files.exists(folder.resolve("denoiser/step-00000003.safetensors")));
        Files.delete(folder.resolve("samples"));
        assertTrue(TinyStarter.run(folder, TinyStarter.WISH));
        assertTrue(Files.exists(folder.resolve("samples/step-00000006.png")));
        assertTrue(Files.exists(folder.resolve("samples/step-00000008.png")));
    }

    @Test
    void aDiskWithoutRoomIsToldBeforeAnythingIsDrawn() throws IOException {
        var footprint = new Footprint(TinyStarter.SIZES, TinyStarter.WISH);
        Path folder = planned("room");
        var refusal = assertThrows(TrainingException.class, () -> footprint.check(folder, footprint.bytes() / 2));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith(folder + ": "), refusal.getMessage());
        footprint.check(folder, footprint.bytes());
        Files.write(folder.resolve("a-film.mp4"), new byte[1 << 20]);
        assertThrows(
                TrainingException.class, () -> footprint.check(folder, footprint.bytes() - 1), "a film is no picture");

        assertTrue(TinyStarter.run(folder, TinyStarter.WISH));
        footprint.check(folder, footprint.bytes() / 2); // most of it is there already
        var shipped = new Footprint(StarterSizes.of(128), Wish.usual(128));
        assertEquals(2e9, (double) shipped.bytes(), .3e9, "docs/starter-model.md");
    }

    @Test
    void whatAKillLeftHalfWrittenIsNoProgressAndGoes() throws IOException {
        var footprint = new Footprint(TinyStarter.SIZES, TinyStarter.WISH);
        Path folder = planned("half-written");
        var left = List.of(
                folder.resolve("denoiser/.step-00000003.safetensors123.part"),
                folder.resolve("export/unet/.diffusion_pytorch_model.safetensors123.part"),
                folder.resolve("export/.model_index.json123.part"));
        for (Path half : left) {
            Files.createDirectories(Objects.requireNonNull(half.getParent()));
            Files.write(half, new byte[1 << 20]);
        }
        assertThrows(TrainingException.class, () -> footprint.check(folder, footprint.bytes() - 1));
        assertTrue(TinyStarter.run(folder, TinyStarter.WISH));
        for (Path half : left) {
            assertFalse(Files.exists(half), half.toString());
        }
    }

    @Test
    void sizesOf128AreThoseOfTheCard() {
        var sizes = StarterSizes.of(128);
        long parameters = count(Autoencoder.shapes(sizes.autoencoder()))
                + count(UNet.shapes(sizes.denoiser()))
                + count(ClipTextEncoder.shapes(sizes.text(7000)));
        assertEquals(128, sizes.side());
        assertEquals(15.87e6, parameters, .02e6);
        assertThrows(TrainingException.class, () -> StarterSizes.of(96));
    }

    private static long count(Map<String, long[]> shapes) {
        return shapes.values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                .sum();
    }

    @Test
    void unusedTokensBecomeTheMeanOfTheUsedOnes() {
        float[] embedding = {1, 2, 9, 9, 3, 4};
        UnusedTokens.neutralise(embedding, new float[] {0, .1f, 0, 0, .2f, 0}, 2);
        assertArrayEquals(new float[] {1, 2, 2, 3, 3, 4}, embedding);
    }
}
