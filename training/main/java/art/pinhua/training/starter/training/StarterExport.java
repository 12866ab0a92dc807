package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.AtomicFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.starter.TokenizerBuilder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Writes a starter model as a pipeline folder in diffusers layout, weights in fp16.
/// @param tokenizer the text of `tokenizer.json`
/// @param taught    tokens that the text encoder met in training; none where it is untrained
/// @param learntFrom the drawings of all runs that led to it; none where it is untrained
record StarterExport(
        AutoencoderConfig autoencoder,
        UNetConfig denoiser,
        ClipTextConfig text,
        String tokenizer,
        Collection<String> taught,
        List<LearntFrom> learntFrom) {
    /// Noise levels of Stable Diffusion 1.5, rescaled so that nothing of the picture is left at the last timestep,
    /// with velocity prediction (Lin et al., arXiv 2305.08891). Without that, the mean of 16 × 16 latents shines
    /// through the noise: a model learns to read the background there, and finds the seed's chance when it samples.
    /// Trailing steps know no offset; with any but 1 diffusers warns and takes 1.
    static final String SCHEDULE = """
            {
              "_class_name": "DDIMScheduler",
              "beta_end": 0.012,
              "beta_schedule": "scaled_linear",
              "beta_start": 0.00085,
              "clip_sample": false,
              "num_train_timesteps": 1000,
              "prediction_type": "v_prediction",
              "rescale_betas_zero_snr": true,
              "set_alpha_to_one": false,
              "steps_offset": 1,
              "timestep_spacing": "trailing",
              "trained_betas": null
            }
            """;

    private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";
    private static final Map<String, List<String>> PARTS = Map.of(
            "scheduler", List.of("diffusers", "DDIMScheduler"),
            "text_encoder", List.of("transformers", "CLIPTextModel"),
            "tokenizer", List.of("transformers", "PreTrainedTokenizerFast"),
            "unet", List.of("diffusers", "UNet2DConditionModel"),
            "vae", List.of("diffusers", "AutoencoderKL"));
    private static final List<String> ABSENT = List.of("feature_extractor", "image_encoder", "safety_checker");

    /// Replaces the folder's files one by one; `model_index.json`, which makes it a pipeline, comes last.
    void write(
            Tensors tensors,
            Path folder,
            Map<String, NDArray> autoencoderWeights,
            Map<String, NDArray> denoiserWeights,
            Map<String, NDArray> textWeights)
            throws IOException {
        AtomicFile.deleteUnfinished(Files.createDirectories(folder));
        writeAutoencoder(tensors, folder, autoencoderWeights);
        json(part(folder, "vae").resolve("config.json"), autoencoder.toJson());
        weights(tensors, part(folder, "unet").resolve(WEIGHTS), denoiserWeights);
        json(part(folder, "unet").resolve("config.json"), denoiser.toJson());
        weights(tensors, part(folder, "text_encoder").resolve("model.safetensors"), textWeights);
        json(part(folder, "text_encoder").resolve("config.json"), text.toJson());
        text(part(folder, "scheduler").resolve("scheduler_config.json"), SCHEDULE);
        Path words = part(folder, "tokenizer");
        text(words.resolve("tokenizer.json"), tokenizer);
        text(
                words.resolve("tokenizer_config.json"),
                TokenizerBuilder.configuration(text.maxPositionEmbeddings(), taught));
        if (!learntFrom.isEmpty()) {
            json(folder.resolve(LearntFrom.FILE), LearntFrom.toJson(learntFrom));
        }
        json(folder.resolve("model_index.json"), index());
    }

    /// Replaces the autoencoder's weights alone.
    static void writeAutoencoder(Tensors tensors, Path folder, Map<String, NDArray> weights) throws IOException {
        weights(tensors, part(folder, "vae").resolve(WEIGHTS), weights);
    }

    private static JsonObject index() {
        JsonObject index = index("StableDiffusionPipeline", PARTS, ABSENT);
        index.addProperty("requires_safety_checker", false);
        var sorted = new JsonObject();
        index.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> sorted.add(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /// What `model_index.json` says of a pipeline.
    /// @param parts   library and class of each
    /// @param without parts that the pipeline might have and has not
    static JsonObject index(String pipeline, Map<String, List<String>> parts, List<String> without) {
        var index = new JsonObject();
        index.addProperty("_class_name", pipeline);
        index.addProperty("_diffusers_version", "0.30.0");
        for (String absent : without) {
            var pair = new JsonArray();
            pair.add(JsonNull.INSTANCE);
            pair.add(JsonNull.INSTANCE);
            index.add(absent, pair);
        }
        parts.forEach((part, classes) -> {
            var pair = new JsonArray();
            classes.forEach(pair::add);
            index.add(part, pair);
        });
        return index;
    }

    /// The folder of a part, without what killed writings left there.
    static Path part(Path folder, String name) throws IOException {
        Path part = Files.createDirectories(folder.resolve(name));
        AtomicFile.deleteUnfinished(part);
        return part;
    }

    static void weights(Tensors tensors, Path file, Map<String, NDArray> weights) throws IOException {
        Weights.save(tensors, file, weights, ElementType.F16, Map.of("format", "pt"));
    }

    static void json(Path file, JsonElement json) throws IOException {
        text(
                file,
                new GsonBuilder()
                                .setPrettyPrinting()
                                .serializeNulls()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(json)
                        + "\n");
    }

    private static void text(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
