package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.SmallCurriculum;
import art.pinhua.training.trainer.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A starter training of 16 pixels that takes a second, its plans decided, so that no measured rate enters.
final class TinyStarter {
    private static final StarterSizes.Steps USUAL = new StarterSizes.Steps(3, 3, 8);

    /// Pictures of one prompt are shown; `paintingsTrainToAPipeline` of [StarterTrainingTest] shows as many
    /// as the product does.
    static final StarterSizes SIZES = sizes(new FewPrompts(new SmallCurriculum(16), 1));

    static final Wish WISH = new Wish(5, 64, 24, 1.0, 1, false);
    static final String VAE = "vae/diffusion_pytorch_model.safetensors";
    static final String UNET = "unet/diffusion_pytorch_model.safetensors";
    static final String TEXT = "text_encoder/model.safetensors";

    private TinyStarter() {}

    static StarterSizes sizes(Curriculum curriculum) {
        return new StarterSizes(
                curriculum,
                AutoencoderConfig.of(16, List.of(8, 8), 1, 8, 1),
                UNetConfig.of(8, List.of(16, 32), List.of(false, true), 1, 32, 2, 16),
                32,
                1,
                USUAL);
    }

    /// Another latent shape: no earlier autoencoder of [#SIZES] fits whole.
    static StarterSizes wider() {
        return new StarterSizes(
                SIZES.curriculum(),
                SIZES.autoencoder().withLatentChannels(6),
                SIZES.denoiser().withLatentChannels(6),
                32,
                1,
                USUAL);
    }

    static Path planned(Path folder) throws IOException {
        return planned(folder, false);
    }

    static Path planned(Path folder, boolean bfloat16) throws IOException {
        return planned(folder, 6, 8, 100, bfloat16);
    }

    /// @param autoencoder steps; `denoiser` likewise
    /// @param showEvery steps of the denoiser between exports
    static Path planned(Path folder, int autoencoder, int denoiser, int showEvery) throws IOException {
        return planned(folder, autoencoder, denoiser, showEvery, false);
    }

    private static Path planned(Path folder, int autoencoder, int denoiser, int showEvery, boolean bfloat16)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("autoencoder.json"), """
            {"steps":%d,"windowSteps":3,"window":8,"batch":4,"bfloat16":%b,"reportEvery":3}\
            """.formatted(autoencoder, bfloat16));
        Files.writeString(folder.resolve("text.json"), """
            {"steps":4,"batch":4,"reportEvery":2}\
            """);
        Files.writeString(folder.resolve("denoiser.json"), """
            {"steps":%d,"batch":4,"bfloat16":%b,"reportEvery":4,"showEvery":%d}\
            """.formatted(denoiser, bfloat16, showEvery));
        return folder;
    }

    static boolean run(Path folder, Wish wish) throws IOException {
        return run(folder, wish, SIZES, new StopRequest());
    }

    static boolean run(Path folder, Wish wish, StarterSizes sizes, StopRequest stop) throws IOException {
        return StarterTraining.run(folder, wish, sizes, ComputeDevice.CPU, stop);
    }

    /// Runs until the denoiser's first checkpoint.
    /// @return whether the training came to its end before
    static boolean runHalf(Path folder, Wish wish) throws IOException {
        Path stage = folder.resolve("denoiser");
        return run(folder, wish, SIZES, new StopRequest(() -> holdsCheckpoint(stage)));
    }

    /// Stops a training that has only begun.
    static StopRequest atOnce() {
        var stop = new StopRequest();
        stop.stop();
        return stop;
    }

    static boolean holdsCheckpoint(Path stage) {
        if (!Files.isDirectory(stage)) {
            return false;
        }
        try (Stream<Path> files = Files.list(stage)) {
            return files.anyMatch(file -> file.toString().endsWith(".sha256"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asserts that a training went on behind its checkpoints: else it would have written them again.
    static void assertWentOn(Path folder) throws IOException {
        var written = new ArrayList<String>();
        for (String line : Files.readAllLines(folder.resolve("progress.log"))) {
            if (line.endsWith(".safetensors written")) {
                written.add(line.substring(line.indexOf(' ') + 1)); // behind the time
            }
        }
        assertFalse(written.isEmpty());
        assertEquals(written.stream().distinct().toList(), written);
    }

    /// A copy of a folder that a test may change.
    static Path copied(Path folder, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.toList()) {
                Files.copy(path, to.resolve(folder.relativize(path).toString()));
            }
        }
        return to;
    }

    static byte[] exported(Path folder, String weights) throws IOException {
        return Files.readAllBytes(folder.resolve("export").resolve(weights));
    }
}
