package art.pinhua.training.io;

import art.pinhua.training.contract.PredictionKind;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.PipelineFolder.Stored;
import art.pinhua.training.text.Tokenizer;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A checkpoint of the Stable Diffusion 1 or XL family in one safetensors file, with the names of its first
/// publication. It holds weights only: sizes are read off their shapes, the rest is as that family was
/// trained. The tokenizer's files must lie in a folder `tokenizer` beside it; a folder `tokenizer_2` for the
/// second text encoder of the XL family is used if it is there, else the first one is for both. Padding is
/// that of the family, whatever they say. What it predicts, a [PredictionNote] beside it may say.
///
/// @param file     the checkpoint
/// @param configs  of the networks, as diffusers would write them
/// @param velocity whether it predicts velocity instead of noise
/// @param zeroSnr  whether its noise schedule ends with pure noise
public record SingleFile(Path file, Map<Network, JsonObject> configs, boolean velocity, boolean zeroSnr)
        implements PipelineFiles {
    private static final int MOST_NAMED = 10;

    /// Tensors without content by which some checkpoints say how they were trained.
    private static final String V_MARK = "v_pred";

    private static final String ZERO_SNR_MARK = "ztsnr";

    /// What training left in some files: tables that follow from the settings; and parts of CLIP that draw
    /// nothing.
    private static final Set<String> LEFT_OVER = Set.of(
            "alphas_cumprod",
            "alphas_cumprod_prev",
            "betas",
            "log_one_minus_alphas_cumprod",
            "logvar",
            "posterior_log_variance_clipped",
            "posterior_mean_coef1",
            "posterior_mean_coef2",
            "posterior_variance",
            "scale_factor",
            "sqrt_alphas_cumprod",
            "sqrt_one_minus_alphas_cumprod",
            "sqrt_recip_alphas_cumprod",
            "sqrt_recipm1_alphas_cumprod",
            "cond_stage_model.logit_scale",
            "cond_stage_model.text_projection",
            "conditioner.embedders.0.logit_scale",
            "conditioner.embedders.0.text_projection",
            "denoiser.sigmas",
            V_MARK,
            ZERO_SNR_MARK);

    /// What texts are filled up with, those of the second text encoder of the XL family otherwise. The
    /// tokenizer may be lent by Stable Diffusion 2, which has the same words and fills up with `!`.
    private static final String PADDING = "<|endoftext|>";

    private static final String XL_PADDING = "!";

    /// Of the first text encoder, whose text as a whole no denoiser takes. Some tools write it all the same.
    private static final String PROJECTION = "text_projection.weight";

    /// Averages of the weights, and textual inversion that was prepared for and never done.
    private static final List<String> LEFT_OVER_PARTS = List.of("model_ema.", "embedding_manager.");

    private static final String INDEX = """
        {"_class_name": "StableDiffusionPipeline",
         "text_encoder": ["transformers", "CLIPTextModel"],
         "unet": ["diffusers", "UNet2DConditionModel"],
         "vae": ["diffusers", "AutoencoderKL"]}
        """;
    private static final String XL_INDEX = """
        {"_class_name": "StableDiffusionXLPipeline", "force_zeros_for_empty_prompt": true,
         "text_encoder": ["transformers", "CLIPTextModel"],
         "text_encoder_2": ["transformers", "CLIPTextModelWithProjection"],
         "unet": ["diffusers", "UNet2DConditionModel"],
         "vae": ["diffusers", "AutoencoderKL"]}
        """;
    private static final String SCHEDULER = """
        {"beta_start": 0.00085, "beta_end": 0.012,
         "beta_schedule": "scaled_linear", "num_train_timesteps": 1000, "set_alpha_to_one": false,
         "skip_prk_steps": true, "steps_offset": 1, "timestep_spacing": "leading"}
        """;

    /// Reads names and shapes.
    /// @throws InvalidFileException if it is no such checkpoint, naming what does not belong
    public static SingleFile open(Path path) throws IOException {
        try (Safetensors stored = Safetensors.open(path)) {
            Set<String> names = stored.tensors().keySet();
            if (names.stream().noneMatch(name -> name.startsWith(OriginalNames.UNET))) {
                throw new InvalidFileException(
                        path, "no checkpoint in one file: it has no tensor named " + OriginalNames.UNET + "…");
            }
            List<String> strangers = names.stream()
                    .filter(name -> network(name) == null && !isLeftOver(name))
                    .sorted()
                    .limit(MOST_NAMED)
                    .map(Shown::name)
                    .toList();
            if (!strangers.isEmpty()) {
                throw new InvalidFileException(
                        path, "it holds what no checkpoint of this family has: " + String.join(", ", strangers));
            }
            if (!Files.isDirectory(path.resolveSibling(TOKENIZER))) {
                throw new InvalidFileException(
                        path,
                        "there is no folder 'tokenizer' beside it. Put the model's tokenizer files there, or take those"
                                + " of a known base model at the import");
            }
            var configs = new OriginalSizes(path, stored.tensors()).configs();
            var told = PredictionNote.of(path);
            if (told.isPresent()) {
                return new SingleFile(
                        path,
                        configs,
                        told.get() != PredictionKind.EPSILON,
                        told.get().zeroSnr());
            }
            return new SingleFile(
                    path,
                    configs,
                    names.contains(V_MARK) || predictsVelocity(path, stored.metadata()),
                    names.contains(ZERO_SNR_MARK));
        }
    }

    private static boolean isLeftOver(String name) {
        return LEFT_OVER.contains(name) || LEFT_OVER_PARTS.stream().anyMatch(name::startsWith);
    }

    private static boolean predictsVelocity(Path path, Map<String, String> metadata) throws InvalidFileException {
        String type = metadata.getOrDefault("modelspec.prediction_type", "epsilon");
        return switch (type) {
            case "epsilon" -> false;
            case "v", "v_prediction" -> true;
            default ->
                throw new InvalidFileException(path, "its modelspec.prediction_type is " + PipelineFolder.shown(type));
        };
    }

    private static @Nullable Network network(String name) {
        if (name.startsWith(OriginalNames.UNET)) {
            return Network.UNET;
        }
        if (name.startsWith(OriginalNames.VAE)) {
            return Network.VAE;
        }
        if (name.startsWith(OpenClipNames.PREFIX)) {
            return Network.TEXT_ENCODER_2;
        }
        return name.startsWith(OriginalNames.TEXT) || name.startsWith(OriginalNames.XL_TEXT)
                ? Network.TEXT_ENCODER
                : null;
    }

    @Override
    public JsonObject index() {
        return JsonParser.parseString(xl() ? XL_INDEX : INDEX).getAsJsonObject();
    }

    private boolean xl() {
        return configs.containsKey(Network.TEXT_ENCODER_2);
    }

    @Override
    public JsonObject config(Network network) {
        return configs.getOrDefault(network, new JsonObject()).deepCopy();
    }

    @Override
    public JsonObject scheduler() {
        JsonObject scheduler = JsonParser.parseString(SCHEDULER).getAsJsonObject();
        scheduler.addProperty("_class_name", xl() ? "EulerDiscreteScheduler" : "PNDMScheduler");
        scheduler.addProperty("prediction_type", velocity ? "v_prediction" : "epsilon");
        if (zeroSnr) {
            scheduler.addProperty("rescale_betas_zero_snr", true);
            scheduler.addProperty("timestep_spacing", "trailing");
        }
        return scheduler;
    }

    @Override
    public Path tokenizer(Network network) {
        Path second = file.resolveSibling(TOKENIZER_2);
        return network == Network.TEXT_ENCODER_2 && Files.isDirectory(second) ? second : file.resolveSibling(TOKENIZER);
    }

    @Override
    public Tokenizer readTokenizer(Network network) throws IOException {
        long numbers = config(network).get("vocab_size").getAsLong();
        Tokenizer tokenizer = Tokenizer.read(tokenizer(network)).within(numbers); // its lender may know more words
        return tokenizer.paddedWith(network == Network.TEXT_ENCODER_2 ? XL_PADDING : PADDING);
    }

    @Override
    public Stored weights(Network wanted) throws IOException {
        Safetensors stored = Safetensors.open(file);
        try {
            var names = new OriginalNames(
                    config(Network.UNET).get("layers_per_block").getAsInt(),
                    config(Network.VAE).getAsJsonArray("block_out_channels").size());
            var renamed = new LinkedHashMap<String, Safetensors.Tensor>();
            var strangers = new ArrayList<String>();
            List<Safetensors.Tensor> own = stored.tensors().values().stream()
                    .filter(tensor -> network(tensor.name()) == wanted)
                    .toList();
            if (wanted == Network.TEXT_ENCODER_2) {
                renamed.putAll(OpenClipNames.current(file, own, strangers));
            } else {
                for (Safetensors.Tensor tensor : own) {
                    String current = current(names, wanted, tensor.name());
                    if (current == null || renamed.put(current, tensor) != null) {
                        strangers.add(tensor.name());
                    }
                }
            }
            if (wanted == Network.TEXT_ENCODER) {
                renamed.remove(PROJECTION);
            }
            if (!strangers.isEmpty()) {
                String shown = strangers.stream()
                        .sorted()
                        .limit(MOST_NAMED)
                        .map(Shown::name)
                        .collect(Collectors.joining(", "));
                throw new InvalidFileException(file, "names that no checkpoint of this family has: " + shown);
            }
            return Stored.of(stored, renamed);
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    private static @Nullable String current(OriginalNames names, Network network, String name) {
        return switch (network) {
            case UNET -> names.unet(name.substring(OriginalNames.UNET.length()));
            case VAE -> names.vae(name.substring(OriginalNames.VAE.length()));
            case TEXT_ENCODER ->
                name.substring(
                        (name.startsWith(OriginalNames.TEXT) ? OriginalNames.TEXT : OriginalNames.XL_TEXT).length());
            case TEXT_ENCODER_2 -> throw new IllegalStateException("renamed elsewhere: " + name);
        };
    }

    static JsonArray array(List<?> values) {
        var array = new JsonArray();
        for (Object value : values) {
            if (value instanceof Number number) {
                array.add(number);
            } else {
                array.add(value.toString());
            }
        }
        return array;
    }
}
