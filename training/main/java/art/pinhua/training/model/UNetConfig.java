package art.pinhua.training.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sizes of a denoiser, named as in diffusers' `config.json` of `UNet2DConditionModel`.
///
/// @param sampleSize        height and width of the latents it was trained for
/// @param blockOutChannels  channels per level, the finest first
/// @param downAttention     per level, whether the way down attends to the text; the way up mirrors it
/// @param layersPerBlock    resnets per level on the way down; one more on the way up
/// @param crossAttentionDim width of the text encoder's states
/// @param heads             heads per level. The file calls this number `attention_head_dim`
/// @param transformerLayers transformer blocks per attention and level
/// @param upcastAttention   whether the scores of attention are in fp32 where the rest is not
/// @param addition          what it is told beside time and text; null for the networks before XL
/// @param wholeTextHeads    heads with which the text as a whole is taken from its states and told with the time
///                          (`addition_embed_type` `text`); 0 for networks whose layers attend to the text alone
/// @param flipSinToCos      whether the time embedding has its cosines first
public record UNetConfig(
        int sampleSize,
        int inChannels,
        int outChannels,
        List<Integer> blockOutChannels,
        List<Boolean> downAttention,
        int layersPerBlock,
        int crossAttentionDim,
        List<Integer> heads,
        List<Integer> transformerLayers,
        int normNumGroups,
        double normEps,
        boolean flipSinToCos,
        double freqShift,
        boolean useLinearProjection,
        boolean upcastAttention,
        @Nullable Addition addition,
        int wholeTextHeads) {
    /// Far beyond any model: a configuration must not cost memory that its weights do not have.
    private static final int MOST_LAYERS = 16;

    private static final int MOST_TRANSFORMERS = 64;

    /// How the averages were taken that the weights are.
    private static final String[] NOTES_OF_AVERAGES = {
        "decay", "inv_gamma", "min_decay", "optimization_step", "power", "update_after_step", "use_ema_warmup"
    };

    /// Six sizes in pixels, as sinusoids, and the text as a whole (`addition_embed_type` `text_time`).
    ///
    /// @param timeWidth   sinusoids per size, even
    /// @param pooledWidth width of the text as a whole
    public record Addition(int timeWidth, int pooledWidth) {
        /// Height and width of the source, top and left of what was cut off, height and width of the picture.
        public static final int SIZES = 6;

        public Addition {
            if (timeWidth < 2 || timeWidth % 2 != 0 || pooledWidth < 1) {
                throw new UnsupportedModelException(
                        "The unet's added embedding is made of %d sinusoids and %d numbers of the text"
                                .formatted(timeWidth, pooledWidth));
            }
        }

        int width() {
            return SIZES * timeWidth + pooledWidth;
        }
    }

    public UNetConfig {
        int levels = blockOutChannels.size();
        if (levels == 0
                || downAttention.size() != levels
                || heads.size() != levels
                || transformerLayers.size() != levels) {
            throw new UnsupportedModelException("The unet needs one entry per level in each of its lists");
        }
        for (int level = 0; level < levels; level++) {
            int channels = blockOutChannels.get(level);
            int levelHeads = heads.get(level);
            if (normNumGroups < 1 || levelHeads < 1 || channels % normNumGroups != 0 || channels % levelHeads != 0) {
                throw new UnsupportedModelException("The unet's %d channels do not divide into %d groups and %d heads"
                        .formatted(channels, normNumGroups, levelHeads));
            }
        }
        int deepest =
                transformerLayers.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (layersPerBlock > MOST_LAYERS || deepest > MOST_TRANSFORMERS) {
            throw new UnsupportedModelException("The unet has %d layers_per_block and %d transformer layers, which no"
                            .formatted(layersPerBlock, deepest)
                    + " model has");
        }
        if (wholeTextHeads < 0
                || (wholeTextHeads > 0 && (addition != null || crossAttentionDim % wholeTextHeads != 0))) {
            throw new UnsupportedModelException(
                    "The unet's %d numbers of the text's states do not divide into %d heads of addition_embed_type text"
                            .formatted(crossAttentionDim, wholeTextHeads));
        }
        if (layersPerBlock < 1 || Collections.min(transformerLayers) < 1 || blockOutChannels.getFirst() % 2 != 0) {
            throw new UnsupportedModelException(
                    "The unet needs a layer per block, a transformer layer per level and an even number of channels");
        }
        blockOutChannels = List.copyOf(blockOutChannels);
        downAttention = List.copyOf(downAttention);
        heads = List.copyOf(heads);
        transformerLayers = List.copyOf(transformerLayers);
    }

    /// A network with 4 latent channels and the settings of Stable Diffusion 1.5, but for these sizes.
    /// @param attention per level, whether it attends to the text; the middle always does
    /// @param heads     on every level
    public static UNetConfig of(
            int sampleSize,
            List<Integer> channels,
            List<Boolean> attention,
            int layersPerBlock,
            int textWidth,
            int heads,
            int groups) {
        return new UNetConfig(
                sampleSize,
                4,
                4,
                channels,
                attention,
                layersPerBlock,
                textWidth,
                Collections.nCopies(channels.size(), heads),
                Collections.nCopies(channels.size(), 1),
                groups,
                1e-5,
                true,
                0,
                false,
                false,
                null,
                0);
    }

    /// The same sizes with another number of latent channels.
    public UNetConfig withLatentChannels(int channels) {
        return with(channels, channels, wholeTextHeads);
    }

    /// The same sizes, with all layers told the text as a whole.
    public UNetConfig withWholeText(int heads) {
        return with(inChannels, outChannels, heads);
    }

    private UNetConfig with(int in, int out, int wholeText) {
        return new UNetConfig(
                sampleSize,
                in,
                out,
                blockOutChannels,
                downAttention,
                layersPerBlock,
                crossAttentionDim,
                heads,
                transformerLayers,
                normNumGroups,
                normEps,
                flipSinToCos,
                freqShift,
                useLinearProjection,
                upcastAttention,
                addition,
                wholeText);
    }

    public int levels() {
        return blockOutChannels.size();
    }

    int timeWidth() {
        return 4 * blockOutChannels.getFirst();
    }

    /// @throws UnsupportedModelException naming the setting that is not implemented
    public static UNetConfig parse(JsonObject json) {
        var settings = new Settings("unet", json);
        settings.expect("_class_name", "\"UNet2DConditionModel\"");
        List<Integer> channels = settings.integers("block_out_channels");
        int levels = channels.size();
        List<String> down = settings.texts("down_block_types");
        List<String> up = settings.texts("up_block_types");
        List<Boolean> attention = down.stream()
                .map(type -> switch (type) {
                    case "CrossAttnDownBlock2D" -> true;
                    case "DownBlock2D" -> false;
                    default -> throw settings.refusal("down_block_types", type);
                })
                .toList();
        List<String> mirrored = attention.reversed().stream()
                .map(attends -> attends ? "CrossAttnUpBlock2D" : "UpBlock2D")
                .toList();
        if (!up.equals(mirrored)) {
            throw settings.refusal("up_block_types", up);
        }
        boolean namedHeads = json.has("num_attention_heads")
                && !json.get("num_attention_heads").isJsonNull();
        settings.ignore("num_attention_heads", "attention_head_dim");
        var config = new UNetConfig(
                settings.integer("sample_size", 64),
                settings.integer("in_channels", 4),
                settings.integer("out_channels", 4),
                channels,
                attention,
                settings.integer("layers_per_block", 2),
                settings.integer("cross_attention_dim"),
                settings.integers(namedHeads ? "num_attention_heads" : "attention_head_dim", levels, 8),
                settings.integers("transformer_layers_per_block", levels, 1),
                settings.integer("norm_num_groups", 32),
                settings.positive("norm_eps", 1e-5),
                settings.flag("flip_sin_to_cos", true),
                settings.number("freq_shift", 0),
                settings.flag("use_linear_projection", false),
                settings.flag("upcast_attention", false),
                addition(settings, json),
                wholeTextHeads(settings, json));
        settings.expect("mid_block_type", "\"UNetMidBlock2DCrossAttn\"");
        settings.expect("act_fn", "\"silu\"", "\"swish\"");
        settings.expect("attention_type", "\"default\"");
        settings.expect("conv_in_kernel", "3");
        settings.expect("conv_out_kernel", "3");
        settings.expect("downsample_padding", "1");
        settings.expect("mid_block_scale_factor", "1", "1.0");
        settings.expect("resnet_out_scale_factor", "1.0", "1");
        settings.expect("resnet_time_scale_shift", "\"default\"");
        settings.expect("time_embedding_type", "\"positional\"");
        settings.expectOff("center_input_sample", "class_embeddings_concat", "dual_cross_attention");
        settings.expectOff("mid_block_only_cross_attention", "only_cross_attention", "resnet_skip_time_act");
        settings.ignore("dropout"); // off while drawing
        settings.ignore(NOTES_OF_AVERAGES);
        settings.finish();
        return config;
    }

    private static @Nullable Addition addition(Settings settings, JsonObject json) {
        settings.expect("addition_embed_type", "\"text_time\"", "\"text\"");
        int timeWidth = settings.integer("addition_time_embed_dim", 0);
        int width = settings.integer("projection_class_embeddings_input_dim", 0);
        return isAdded(json, "text_time") ? new Addition(timeWidth, width - Addition.SIZES * timeWidth) : null;
    }

    /// Other networks may name heads too, which they do not have.
    private static int wholeTextHeads(Settings settings, JsonObject json) {
        int heads = settings.integer("addition_embed_type_num_heads", 64);
        if (!isAdded(json, "text")) {
            return 0;
        }
        if (heads < 1) {
            throw settings.refusal("addition_embed_type_num_heads", heads);
        }
        return heads;
    }

    private static boolean isAdded(JsonObject json, String what) {
        JsonElement type = json.get("addition_embed_type");
        return type != null && !type.isJsonNull() && type.getAsString().equals(what);
    }

    /// The configuration as diffusers writes it.
    public JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("_class_name", "UNet2DConditionModel");
        json.addProperty("act_fn", "silu");
        if (addition != null) {
            json.addProperty("addition_embed_type", "text_time");
            json.addProperty("addition_time_embed_dim", addition.timeWidth());
            json.addProperty("projection_class_embeddings_input_dim", addition.width());
        }
        if (wholeTextHeads > 0) {
            json.addProperty("addition_embed_type", "text");
            json.addProperty("addition_embed_type_num_heads", wholeTextHeads);
        }
        json.add("attention_head_dim", oneOrAll(heads));
        json.add("block_out_channels", array(blockOutChannels));
        json.addProperty("center_input_sample", false);
        json.addProperty("cross_attention_dim", crossAttentionDim);
        json.add("down_block_types", blockTypes(downAttention, "DownBlock2D"));
        json.addProperty("downsample_padding", 1);
        json.addProperty("flip_sin_to_cos", flipSinToCos);
        json.addProperty("freq_shift", (int) freqShift == freqShift ? (Number) (int) freqShift : (Number) freqShift);
        json.addProperty("in_channels", inChannels);
        json.addProperty("layers_per_block", layersPerBlock);
        json.addProperty("mid_block_scale_factor", 1);
        json.addProperty("mid_block_type", "UNetMidBlock2DCrossAttn");
        json.addProperty("norm_eps", normEps);
        json.addProperty("norm_num_groups", normNumGroups);
        json.addProperty("out_channels", outChannels);
        json.addProperty("sample_size", sampleSize);
        json.add("transformer_layers_per_block", oneOrAll(transformerLayers));
        json.add("up_block_types", blockTypes(downAttention.reversed(), "UpBlock2D"));
        if (upcastAttention) {
            json.addProperty("upcast_attention", true);
        }
        json.addProperty("use_linear_projection", useLinearProjection);
        return json;
    }

    private static JsonArray blockTypes(List<Boolean> attention, String type) {
        var types = new JsonArray();
        attention.forEach(attends -> types.add(attends ? "CrossAttn" + type : type));
        return types;
    }

    private static JsonElement oneOrAll(List<Integer> values) {
        boolean equal = values.stream().distinct().count() == 1;
        return equal ? new JsonPrimitive(values.getFirst()) : array(values);
    }

    private static JsonArray array(List<Integer> values) {
        var array = new JsonArray();
        values.forEach(array::add);
        return array;
    }
}
