package art.pinhua.training.starter.training;

import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.starter.SmallCurriculum;
import art.pinhua.training.starter.TokenizerBuilder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A pipeline of Stable Diffusion 1.5's sizes, 1.07 billion parameters, with random weights: it draws nothing, and
/// takes
/// as long as one that does. For measurements where no checkpoint may be fetched.
public final class UntrainedPipeline {
    private static final int POSITIONS = 77;
    private static final int TEXT_WIDTH = 768;
    private static final int TEXT_LAYERS = 12;
    private static final int HEADS = 8;
    private static final int GROUPS = 32;

    private UntrainedPipeline() {}

    /// Writes the folder, 2.1 GB of fp16, in a process of its own, whose memory is not that of what is measured.
    public static void writeApart(Path folder) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx6g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UntrainedPipeline.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("The pipeline of random weights was not written");
        }
    }

    /// @param arguments the folder
    static void main(String[] arguments) throws IOException {
        try (var tensors = Tensors.cpu(1)) {
            write(tensors, Path.of(arguments[0]), 1);
        }
    }

    private static void write(Tensors tensors, Path folder, long seed) throws IOException {
        String tokenizer = new SmallCurriculum(64).tokenizer();
        int vocabulary = Tokenizer.parse(tokenizer, TokenizerBuilder.configuration(POSITIONS))
                .vocabularySize();
        var text = new ClipTextConfig(
                vocabulary,
                TEXT_WIDTH,
                4 * TEXT_WIDTH,
                TEXT_LAYERS,
                TEXT_LAYERS,
                POSITIONS,
                "quick_gelu",
                1e-5,
                StarterSizes.OPENING,
                StarterSizes.CLOSING,
                StarterSizes.PADDING,
                0);
        var autoencoder = AutoencoderConfig.of(512, List.of(128, 256, 512, 512), 2, GROUPS, .18215);
        var denoiser = UNetConfig.of(
                64, List.of(320, 640, 1280, 1280), List.of(true, true, true, false), 2, TEXT_WIDTH, HEADS, GROUPS);
        tensors.step(false, () -> {
            try {
                new StarterExport(autoencoder, denoiser, text, tokenizer, List.of(), Optional.empty())
                        .write(
                                tensors,
                                folder,
                                FreshWeights.draw(tensors, Autoencoder.shapes(autoencoder), seed, key -> 1),
                                FreshWeights.draw(tensors, UNet.shapes(denoiser), seed + 1, key -> 1),
                                FreshWeights.draw(tensors, ClipTextEncoder.shapes(text), seed + 2, key -> 1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
    }
}
