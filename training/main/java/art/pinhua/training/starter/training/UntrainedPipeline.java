package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
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
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A pipeline of a known model's sizes with random weights: it draws nothing, and takes as long as one
/// that does. For measurements where no checkpoint may be fetched.
public final class UntrainedPipeline {
    private static final int POSITIONS = 77;
    private static final int GROUPS = 32;
    private static final List<Integer> AUTOENCODER_CHANNELS = List.of(128, 256, 512, 512);

    /// Widths of CLIP-L, the text encoder of both, and of CLIP-G, the second one of the XL family.
    private static final int TEXT_WIDTH = 768;

    private static final int SECOND_TEXT_WIDTH = 1280;

    private UntrainedPipeline() {}

    /// The model whose sizes a pipeline has.
    public enum Size {
        /// 1.07 billion parameters, 2.1 GB of fp16.
        SD15("Stable Diffusion 1.5", "-Xmx6g"),
        /// 3.4 billion parameters, 6.8 GB of fp16.
        SDXL("Stable Diffusion XL", "-Xmx14g");

        private final String model;
        private final String heap;

        Size(String model, String heap) {
            this.model = model;
            this.heap = heap;
        }

        /// The name that people know it by.
        public String model() {
            return model;
        }

        AutoencoderConfig autoencoder() {
            return switch (this) {
                case SD15 -> AutoencoderConfig.of(512, AUTOENCODER_CHANNELS, 2, GROUPS, .18215);
                case SDXL -> AutoencoderConfig.of(1024, AUTOENCODER_CHANNELS, 2, GROUPS, .13025);
            };
        }

        UNetConfig denoiser() {
            return switch (this) {
                case SD15 ->
                    UNetConfig.of(
                            64,
                            List.of(320, 640, 1280, 1280),
                            List.of(true, true, true, false),
                            2,
                            TEXT_WIDTH,
                            8,
                            GROUPS);
                case SDXL ->
                    new UNetConfig(
                            128,
                            4,
                            4,
                            List.of(320, 640, 1280),
                            List.of(false, true, true),
                            2,
                            TEXT_WIDTH + SECOND_TEXT_WIDTH,
                            List.of(5, 10, 20),
                            List.of(1, 2, 10),
                            GROUPS,
                            1e-5,
                            true,
                            0,
                            true,
                            false,
                            new UNetConfig.Addition(256, SECOND_TEXT_WIDTH),
                            0);
            };
        }
    }

    /// Writes the folder in a process of its own, whose memory is not that of what is measured.
    public static void writeApart(Path folder, Size size) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        size.heap,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UntrainedPipeline.class.getName(),
                        folder.toString(),
                        size.name())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("The pipeline of random weights was not written");
        }
    }

    /// @param arguments the folder, and the name of a [Size]
    static void main(String[] arguments) throws IOException {
        Size size = Size.valueOf(arguments[1]);
        try (var tensors = Tensors.cpu(1)) {
            write(tensors, Path.of(arguments[0]), size.autoencoder(), size.denoiser(), 1);
        }
    }

    /// A denoiser that is told sizes makes it a pipeline of the XL family, with a second text encoder.
    static void write(Tensors tensors, Path folder, AutoencoderConfig autoencoder, UNetConfig denoiser, long seed)
            throws IOException {
        String tokenizer = new SmallCurriculum(64).tokenizer();
        int vocabulary = Tokenizer.parse(tokenizer, TokenizerBuilder.configuration(POSITIONS))
                .vocabularySize();
        UNetConfig.Addition addition = denoiser.addition();
        int second = addition == null ? 0 : addition.pooledWidth();
        ClipTextConfig text = text(vocabulary, denoiser.crossAttentionDim() - second, 12, 12, "quick_gelu", 0);
        inOneStep(
                tensors,
                () -> new StarterExport(autoencoder, denoiser, text, tokenizer, List.of(), List.of())
                        .write(
                                tensors,
                                folder,
                                FreshWeights.repeating(tensors, Autoencoder.shapes(autoencoder), seed),
                                FreshWeights.repeating(tensors, UNet.shapes(denoiser), seed + 1),
                                FreshWeights.repeating(tensors, ClipTextEncoder.shapes(text), seed + 2)));
        if (second > 0) {
            ClipTextConfig other = text(vocabulary, second, 32, 20, "gelu", second);
            inOneStep(
                    tensors,
                    () -> makeXl(
                            tensors,
                            folder,
                            other,
                            FreshWeights.repeating(tensors, ClipTextEncoder.shapes(other), seed + 3)));
        }
    }

    private static ClipTextConfig text(
            int vocabulary, int width, int layers, int heads, String activation, int projection) {
        return new ClipTextConfig(
                vocabulary,
                width,
                4 * width,
                layers,
                heads,
                POSITIONS,
                activation,
                1e-5,
                StarterSizes.OPENING,
                StarterSizes.CLOSING,
                StarterSizes.PADDING,
                projection);
    }

    /// Adds the second text encoder, which takes the same tokens, and names the family.
    private static void makeXl(Tensors tensors, Path folder, ClipTextConfig text, Map<String, NDArray> weights)
            throws IOException {
        Path encoder = StarterExport.part(folder, "text_encoder_2");
        var named = new LinkedHashMap<String, NDArray>();
        weights.forEach((key, weight) -> named.put(nameWithProjection(key), weight));
        StarterExport.weights(tensors, encoder.resolve("model.safetensors"), named);
        StarterExport.json(encoder.resolve("config.json"), text.toJson());
        Path words = StarterExport.part(folder, "tokenizer_2");
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(folder.resolve("tokenizer").resolve(file), words.resolve(file));
        }
        StarterExport.json(folder.resolve("model_index.json"), xlIndex());
    }

    /// transformers keeps the encoder apart from the projection here, and not where there is none.
    private static String nameWithProjection(String key) {
        return key.startsWith("text_projection.") ? key : "text_model." + key;
    }

    private static JsonObject xlIndex() {
        var tokenizer = List.of("transformers", "PreTrainedTokenizerFast");
        JsonObject index = StarterExport.index(
                "StableDiffusionXLPipeline",
                Map.of(
                        "scheduler", List.of("diffusers", "DDIMScheduler"),
                        "text_encoder", List.of("transformers", "CLIPTextModel"),
                        "text_encoder_2", List.of("transformers", "CLIPTextModelWithProjection"),
                        "tokenizer", tokenizer,
                        "tokenizer_2", tokenizer,
                        "unet", List.of("diffusers", "UNet2DConditionModel"),
                        "vae", List.of("diffusers", "AutoencoderKL")),
                List.of("feature_extractor", "image_encoder"));
        index.addProperty("force_zeros_for_empty_prompt", true);
        return index;
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    private static void inOneStep(Tensors tensors, Writing writing) {
        tensors.step(false, () -> {
            try {
                writing.write();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
    }
}
