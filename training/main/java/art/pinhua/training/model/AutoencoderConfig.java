package art.pinhua.training.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.List;

/// Sizes of an autoencoder, named as in diffusers' `config.json` of `AutoencoderKL`.
///
/// @param sampleSize       height and width of the pictures it was trained for
/// @param blockOutChannels channels per level, the finest first; each level but the last halves the picture
/// @param layersPerBlock   resnets per level of the encoder; one more in the decoder
/// @param scalingFactor    the denoiser works on latents times this
/// @param midAttention     whether the middle has attention
public record AutoencoderConfig(
        int sampleSize,
        int inChannels,
        int outChannels,
        int latentChannels,
        List<Integer> blockOutChannels,
        int layersPerBlock,
        int normNumGroups,
        double scalingFactor,
        boolean useQuantConv,
        boolean usePostQuantConv,
        boolean midAttention) {
    private static final int MOST_LAYERS = 16;

    public AutoencoderConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
        if (blockOutChannels.isEmpty() || layersPerBlock < 1 || layersPerBlock > MOST_LAYERS || !(scalingFactor > 0)) {
            throw new UnsupportedModelException(
                    "The vae needs a level, 1 to " + MOST_LAYERS + " layers per block and a positive scaling_factor");
        }
        if (inChannels != 3 || outChannels != 3) {
            throw new UnsupportedModelException("The vae has %d in_channels and %d out_channels, pictures have 3"
                    .formatted(inChannels, outChannels));
        }
        for (int channels : blockOutChannels) {
            if (normNumGroups < 1 || channels % normNumGroups != 0) {
                throw new UnsupportedModelException(
                        "The vae's %d channels do not divide into %d groups".formatted(channels, normNumGroups));
            }
        }
    }

    /// RGB pictures, 4 latent channels and the structure of Stable Diffusion's autoencoder, but for these sizes.
    public static AutoencoderConfig of(
            int sampleSize, List<Integer> channels, int layersPerBlock, int groups, double scalingFactor) {
        return new AutoencoderConfig(
                sampleSize, 3, 3, 4, channels, layersPerBlock, groups, scalingFactor, true, true, true);
    }

    /// The same sizes with another number of latent channels.
    public AutoencoderConfig withLatentChannels(int channels) {
        return new AutoencoderConfig(
                sampleSize,
                inChannels,
                outChannels,
                channels,
                blockOutChannels,
                layersPerBlock,
                normNumGroups,
                scalingFactor,
                useQuantConv,
                usePostQuantConv,
                midAttention);
    }

    /// The same sizes with another factor, known only after training.
    public AutoencoderConfig withScalingFactor(double factor) {
        return new AutoencoderConfig(
                sampleSize,
                inChannels,
                outChannels,
                latentChannels,
                blockOutChannels,
                layersPerBlock,
                normNumGroups,
                factor,
                useQuantConv,
                usePostQuantConv,
                midAttention);
    }

    /// Pixels per latent, along each side.
    public int factor() {
        return 1 << (blockOutChannels.size() - 1);
    }

    /// @throws UnsupportedModelException naming the setting that is not implemented
    public static AutoencoderConfig parse(JsonObject json) {
        var settings = new Settings("vae", json);
        settings.expect("_class_name", "\"AutoencoderKL\"");
        List<Integer> channels = settings.integers("block_out_channels");
        if (!settings.texts("down_block_types").equals(Collections.nCopies(channels.size(), "DownEncoderBlock2D"))) {
            throw settings.refusal("down_block_types", json.get("down_block_types"));
        }
        if (!settings.texts("up_block_types").equals(Collections.nCopies(channels.size(), "UpDecoderBlock2D"))) {
            throw settings.refusal("up_block_types", json.get("up_block_types"));
        }
        var config = new AutoencoderConfig(
                settings.integer("sample_size", 32),
                settings.integer("in_channels", 3),
                settings.integer("out_channels", 3),
                settings.integer("latent_channels", 4),
                channels,
                settings.integer("layers_per_block", 1),
                settings.integer("norm_num_groups", 32),
                settings.number("scaling_factor", 0.18215),
                settings.flag("use_quant_conv", true),
                settings.flag("use_post_quant_conv", true),
                settings.flag("mid_block_add_attention", true));
        settings.expect("act_fn", "\"silu\"", "\"swish\"");
        settings.expect("shift_factor", "0", "0.0");
        settings.expect("latents_mean");
        settings.expect("latents_std");
        settings.ignore("force_upcast"); // single precision is what it asks for
        settings.finish();
        return config;
    }

    /// The configuration as diffusers writes it.
    public JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("_class_name", "AutoencoderKL");
        json.addProperty("act_fn", "silu");
        var channels = new JsonArray();
        blockOutChannels.forEach(channels::add);
        json.add("block_out_channels", channels);
        json.add("down_block_types", repeated("DownEncoderBlock2D"));
        json.addProperty("in_channels", inChannels);
        json.addProperty("latent_channels", latentChannels);
        json.addProperty("layers_per_block", layersPerBlock);
        json.addProperty("mid_block_add_attention", midAttention);
        json.addProperty("norm_num_groups", normNumGroups);
        json.addProperty("out_channels", outChannels);
        json.addProperty("sample_size", sampleSize);
        json.addProperty("scaling_factor", scalingFactor);
        json.add("up_block_types", repeated("UpDecoderBlock2D"));
        json.addProperty("use_post_quant_conv", usePostQuantConv);
        json.addProperty("use_quant_conv", useQuantConv);
        return json;
    }

    private JsonArray repeated(String type) {
        var types = new JsonArray();
        blockOutChannels.forEach(level -> types.add(type));
        return types;
    }
}
