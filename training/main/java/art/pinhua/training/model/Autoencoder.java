package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Replay;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Pictures to latents and back (diffusers `AutoencoderKL`).
///
/// Pictures are (B, 3, H, W) in -1..1. It owns no memory: the weights belong to the caller.
public final class Autoencoder {
    private static final double EPSILON = 1e-6;

    /// Names of the attention layers in the first published files.
    private static final Map<String, String> OLD_NAMES =
            Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

    /// What the encoder says about a picture: a normal distribution per latent.
    ///
    /// @param mean        (B, latentChannels, H / factor, W / factor)
    /// @param logVariance same shape, -30 to 20
    public record Moments(NDArray mean, NDArray logVariance) {}

    /// One level of encoder or decoder; `resize` is null at its last level.
    private record Level(
            List<ResnetBlock> resnets, @Nullable Conv resize) {}

    private record Middle(
            Tensors tensors,
            ResnetBlock first,
            @Nullable GroupNorm norm,
            @Nullable Attention attention,
            ResnetBlock second) {
        NDArray apply(NDArray x) {
            NDArray h = first.apply(x, null);
            if (norm != null && attention != null) {
                h = attended(norm, attention, h);
            }
            return tensors.consuming(h, pixels -> second.apply(pixels, null));
        }

        /// Closes its input.
        private NDArray attended(GroupNorm before, Attention between, NDArray x) {
            Shape shape = x.getShape();
            NDArray tokens = tensors.consuming(before.apply(x), tensors::toTokens);
            NDArray change = tensors.consuming(tokens, each -> between.apply(each, each));
            return tensors.consuming(
                    x, pixels -> tensors.plus(pixels, tensors.toImage(change, shape.get(2), shape.get(3))));
        }
    }

    private final Tensors tensors;
    private final AutoencoderConfig config;
    private final List<NDArray> weights;
    private final Conv encoderIn;
    private final List<Level> encoderLevels = new ArrayList<>();
    private final Middle encoderMiddle;
    private final GroupNorm encoderNorm;
    private final Conv encoderOut;
    private final @Nullable Conv quantConv;
    private final @Nullable Conv postQuantConv;
    private final Conv decoderIn;
    private final Middle decoderMiddle;
    private final List<Level> decoderLevels = new ArrayList<>();
    private final GroupNorm decoderNorm;
    private final Conv decoderOut;

    /// @param weights by diffusers' key, see [#currentNames], each used exactly once
    /// @throws UnsupportedModelException with the list of what does not fit
    public static Autoencoder of(Tensors tensors, AutoencoderConfig config, Map<String, NDArray> weights) {
        Map<String, Lora> none = Map.of();
        return Keys.build("vae", weights, none, keys -> new Autoencoder(tensors, config, keys, weights.values()));
    }

    /// Key and shape of every weight.
    public static SequencedMap<String, long[]> shapes(AutoencoderConfig config) {
        return Keys.shapes(keys -> new Autoencoder(Keys.noTensors(), config, keys, List.of()));
    }

    /// The same of a file's weights, if they fit, from their shapes by key.
    /// @throws UnsupportedModelException with what does not fit
    public static SequencedMap<String, long[]> fitting(AutoencoderConfig config, Map<String, long[]> stored) {
        var current = CurrentNames.ofShapes(stored, Autoencoder::currentName);
        current.replaceAll((name, shape) -> isPointwise(name, shape) ? new long[] {shape[0], shape[1]} : shape);
        return Keys.fitting("vae", shapes(config), current);
    }

    /// The weights under diffusers' present names. Older files call the attention layers `query, key, value,
    /// proj_attn` and store their weights as 1×1 convolutions; an array that is replaced is closed.
    /// @throws UnsupportedModelException when a weight comes twice; all are closed then
    public static SequencedMap<String, NDArray> currentNames(Map<String, NDArray> weights) {
        var renamed = CurrentNames.of(weights, Autoencoder::currentName);
        renamed.replaceAll((name, array) -> {
            Shape shape = array.getShape();
            if (!isPointwise(name, shape.getShape())) {
                return array;
            }
            NDArray flat = array.reshape(shape.get(0), shape.get(1));
            array.close();
            return flat;
        });
        return renamed;
    }

    /// Whether a weight of an attention is stored as that of a convolution.
    private static boolean isPointwise(String name, long[] shape) {
        return name.contains(".attentions.0.to_") && shape.length == 4 && shape[2] == 1 && shape[3] == 1;
    }

    private static String currentName(String name) {
        String marker = ".mid_block.attentions.0.";
        int start = name.indexOf(marker);
        int end = name.lastIndexOf('.');
        if (start < 0 || end < start + marker.length()) {
            return name;
        }
        String layer = name.substring(start + marker.length(), end);
        return name.substring(0, start + marker.length()) + OLD_NAMES.getOrDefault(layer, layer) + name.substring(end);
    }

    private Autoencoder(Tensors tensors, AutoencoderConfig config, Keys keys, Collection<NDArray> weights) {
        this.tensors = tensors;
        this.config = config;
        this.weights = List.copyOf(weights);
        List<Integer> channels = config.blockOutChannels();
        int last = channels.size() - 1;
        int groups = config.normNumGroups();
        int latent = config.latentChannels();

        Keys encoder = keys.at("encoder");
        encoderIn = encoder.at("conv_in").conv(tensors, config.inChannels(), channels.getFirst(), 3);
        int current = channels.getFirst();
        for (int level = 0; level <= last; level++) {
            Keys block = encoder.at("down_blocks").at(level);
            List<ResnetBlock> resnets = resnets(block, current, channels.get(level), config.layersPerBlock());
            current = channels.get(level);
            // the picture is padded right and below before it, see encode
            Conv resize =
                    level == last ? null : block.at("downsamplers.0.conv").conv(tensors, current, current, 3, 2, 0);
            encoderLevels.add(new Level(resnets, resize));
        }
        encoderMiddle = middle(encoder.at("mid_block"), current);
        encoderNorm = encoder.at("conv_norm_out").groupNorm(tensors, current, groups, EPSILON);
        encoderOut = encoder.at("conv_out").conv(tensors, current, 2L * latent, 3);
        quantConv = config.useQuantConv() ? keys.at("quant_conv").conv(tensors, 2L * latent, 2L * latent, 1) : null;

        Keys decoder = keys.at("decoder");
        postQuantConv = config.usePostQuantConv() ? keys.at("post_quant_conv").conv(tensors, latent, latent, 1) : null;
        decoderIn = decoder.at("conv_in").conv(tensors, latent, current, 3);
        decoderMiddle = middle(decoder.at("mid_block"), current);
        for (int level = last; level >= 0; level--) {
            Keys block = decoder.at("up_blocks").at(last - level);
            List<ResnetBlock> resnets = resnets(block, current, channels.get(level), config.layersPerBlock() + 1);
            current = channels.get(level);
            Conv resize = level == 0 ? null : block.at("upsamplers.0.conv").conv(tensors, current, current, 3);
            decoderLevels.add(new Level(resnets, resize));
        }
        decoderNorm = decoder.at("conv_norm_out").groupNorm(tensors, current, groups, EPSILON);
        decoderOut = decoder.at("conv_out").conv(tensors, current, config.outChannels(), 3);
    }

    private List<ResnetBlock> resnets(Keys block, int in, int out, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> resnet(block.at("resnets").at(i), i == 0 ? in : out, out))
                .toList();
    }

    private ResnetBlock resnet(Keys keys, int in, int out) {
        return ResnetBlock.of(tensors, keys, in, out, 0, config.normNumGroups(), EPSILON);
    }

    private Middle middle(Keys keys, int channels) {
        ResnetBlock first = resnet(keys.at("resnets.0"), channels, channels);
        Keys attention = keys.at("attentions.0");
        boolean attends = config.midAttention();
        return new Middle(
                tensors,
                first,
                attends
                        ? attention.at("group_norm").groupNorm(tensors, channels, config.normNumGroups(), EPSILON)
                        : null,
                attends ? Attention.ofImage(tensors, attention, channels) : null,
                resnet(keys.at("resnets.1"), channels, channels));
    }

    public AutoencoderConfig config() {
        return config;
    }

    /// @param image (B, 3, H, W), sides divisible by [AutoencoderConfig#factor]
    public Moments encode(NDArray image) {
        NDArray h = encoderIn.apply(image);
        for (Level level : encoderLevels) {
            h = consumed(level.resnets, h);
            if (level.resize != null) {
                h = tensors.consuming(h, tensors::padRightBottom);
                h = tensors.consuming(h, level.resize::apply);
            }
        }
        h = tensors.consuming(h, encoderMiddle::apply);
        h = tensors.consuming(h, encoderNorm::silu);
        h = tensors.consuming(h, encoderOut::apply);
        NDArray moments = quantConv == null ? h : quantConv.apply(h);
        var halves = tensors.toFloat32(moments).split(2, 1);
        return new Moments(halves.get(0), tensors.clamp(halves.get(1), -30, 20));
    }

    /// The latents the denoiser works on: mean · scaling factor.
    /// @param image (B, 3, H, W)
    public NDArray latents(NDArray image) {
        return tensors.scoped(() -> tensors.mul(encode(image).mean(), config.scalingFactor()));
    }

    /// @param latents (B, latentChannels, h, w), as [#latents] makes them
    /// @return (B, 3, h · factor, w · factor), about -1..1, not clamped
    public NDArray decode(NDArray latents) {
        return decodeUnscaled(tensors.mul(latents, 1 / config.scalingFactor()));
    }

    /// As [#decode], from latents that were not scaled: for the training of the autoencoder itself.
    public NDArray decodeUnscaled(NDArray latents) {
        NDArray h = decoderIn.apply(postQuantConv == null ? latents : postQuantConv.apply(latents));
        h = tensors.consuming(h, decoderMiddle::apply);
        for (Level level : decoderLevels) {
            h = consumed(level.resnets, h);
            if (level.resize != null) {
                h = level.resize.ofDoubled(h);
            }
        }
        h = tensors.consuming(h, decoderNorm::silu);
        return tensors.consuming(h, decoderOut::apply);
    }

    /// From the third time with the same shapes on, the decoder is one call of the engine. Closed by the caller, or
    /// with
    /// the engine.
    public Replayed replayed() {
        return new Replayed();
    }

    /// The decoder as one call of the engine.
    public final class Replayed implements AutoCloseable {
        private final Replay replay = new Replay(tensors, weights, inputs -> decodeUnscaled(inputs.getFirst()));

        /// As [Autoencoder#decode].
        public NDArray decode(NDArray latents) {
            return replay.apply(List.of(tensors.mul(latents, 1 / config.scalingFactor())));
        }

        @Override
        public void close() {
            replay.close();
        }
    }

    /// What resnets make of an array that nothing else reads.
    private NDArray consumed(List<ResnetBlock> resnets, NDArray x) {
        NDArray h = x;
        for (ResnetBlock resnet : resnets) {
            h = tensors.consuming(h, input -> resnet.apply(input, null));
        }
        return h;
    }
}
