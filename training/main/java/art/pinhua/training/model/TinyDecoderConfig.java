package art.pinhua.training.model;

import com.google.gson.JsonObject;
import java.util.List;

/// Sizes of the decoder of a tiny autoencoder, named as in diffusers' `config.json` of `AutoencoderTiny`. What it says
/// of the encoder is not read.
///
/// @param blockOutChannels channels per level, the coarsest first; each level but the last doubles the picture
/// @param numBlocks        blocks per level
public record TinyDecoderConfig(
        int outChannels,
        int latentChannels,
        List<Integer> blockOutChannels,
        List<Integer> numBlocks,
        double scalingFactor) {
    private static final int MOST_BLOCKS = 64;

    /// What TAESD's own files hold, which come without a configuration.
    public static final TinyDecoderConfig TAESD =
            new TinyDecoderConfig(3, 4, List.of(64, 64, 64, 64), List.of(3, 3, 3, 1), 1);

    public TinyDecoderConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
        numBlocks = List.copyOf(numBlocks);
        if (blockOutChannels.size() != numBlocks.size()
                || numBlocks.stream().anyMatch(blocks -> blocks > MOST_BLOCKS)
                || latentChannels < 1
                || !(scalingFactor > 0)) {
            throw new UnsupportedModelException(("The tiny autoencoder needs as many num_decoder_blocks, at most %d"
                            + " each, as decoder_block_out_channels, and a positive scaling_factor")
                    .formatted(MOST_BLOCKS));
        }
        if (outChannels != 3) {
            throw new UnsupportedModelException(
                    "The tiny autoencoder has %d out_channels, pictures have 3".formatted(outChannels));
        }
    }

    /// Pixels per latent, along each side.
    public int factor() {
        return 1 << (blockOutChannels.size() - 1);
    }

    /// @throws UnsupportedModelException naming the setting that is not implemented
    public static TinyDecoderConfig parse(JsonObject json) {
        var settings = new Settings("tiny autoencoder", json);
        settings.expect("_class_name", "\"AutoencoderTiny\"");
        var config = new TinyDecoderConfig(
                settings.integer("out_channels", 3),
                settings.integer("latent_channels", 4),
                settings.integers("decoder_block_out_channels"),
                settings.integers("num_decoder_blocks"),
                settings.number("scaling_factor", 1));
        settings.expect("act_fn", "\"relu\"");
        settings.expect("upsample_fn", "\"nearest\"");
        settings.expect("upsampling_scaling_factor", "2");
        settings.expect("shift_factor", "0", "0.0");
        settings.ignore(
                "in_channels",
                "encoder_block_out_channels",
                "num_encoder_blocks",
                "latent_magnitude", // bounds of latents that are stored as bytes
                "latent_shift",
                "block_out_channels",
                "force_upcast");
        settings.finish();
        return config;
    }
}
