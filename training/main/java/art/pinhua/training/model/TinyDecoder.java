package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.io.Shown;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Latents to pictures, quickly and roughly: the decoder of a tiny autoencoder (TAESD; diffusers `AutoencoderTiny`).
/// A plain row of convolutions and blocks of three convolutions with a way around them.
///
/// It owns no memory: the weights belong to the caller.
public final class TinyDecoder {
    private static final String PREFIX = "decoder.layers";

    /// A key of TAESD's own files: the number of the layer, then the rest.
    private static final Pattern ORIGINAL = Pattern.compile("(\\d{1,3})\\.(.+)");

    private final Tensors tensors;
    private final TinyDecoderConfig config;
    private final List<UnaryOperator<NDArray>> layers = new ArrayList<>();

    /// @param weights by diffusers' key, see [#currentNames], each used exactly once
    /// @throws UnsupportedModelException with the list of what does not fit
    public static TinyDecoder of(Tensors tensors, TinyDecoderConfig config, Map<String, NDArray> weights) {
        Map<String, Lora> none = Map.of();
        return Keys.build("tiny autoencoder", weights, none, keys -> new TinyDecoder(tensors, config, keys));
    }

    /// Refuses weights of a file that do not fit, from their shapes by key, before any is read.
    /// @param stored by diffusers' key, see [#currentNames]
    /// @throws UnsupportedModelException with what does not fit
    public static void requireFit(TinyDecoderConfig config, Map<String, long[]> stored) {
        var wanted = Keys.shapes(keys -> new TinyDecoder(Keys.noTensors(), config, keys));
        Keys.fitting("tiny autoencoder", wanted, stored);
    }

    /// The decoder's entries under diffusers' names. TAESD's own files count the layers from the clamp, which has no
    /// weights and which diffusers does not count.
    /// @throws UnsupportedModelException when an entry comes twice
    public static <T> SequencedMap<String, T> currentNames(Map<String, T> stored) {
        var renamed = new LinkedHashMap<String, T>();
        stored.forEach((name, value) -> {
            String current = currentName(name);
            if (current.startsWith(PREFIX) && renamed.putIfAbsent(current, value) != null) {
                throw new UnsupportedModelException(
                        "The weight " + Shown.name(current) + " comes twice, once under an older name");
            }
        });
        return renamed;
    }

    private static String currentName(String name) {
        var original = ORIGINAL.matcher(name);
        return original.matches()
                ? PREFIX + "." + (Integer.parseInt(original.group(1)) - 1) + "." + original.group(2)
                : name;
    }

    private TinyDecoder(Tensors tensors, TinyDecoderConfig config, Keys keys) {
        this.tensors = tensors;
        this.config = config;
        Keys row = keys.at(PREFIX);
        List<Integer> channels = config.blockOutChannels();
        int current = channels.getFirst();
        layers.add(row.at(layers.size()).conv(tensors, config.latentChannels(), current, 3)::apply);
        layers.add(x -> tensors.relu(x)); // while shapes are listed there are no tensors to bind
        for (int level = 0; level < channels.size(); level++) {
            boolean last = level == channels.size() - 1;
            current = channels.get(level);
            for (int i = 0; i < config.numBlocks().get(level); i++) {
                layers.add(block(row.at(layers.size()), current));
            }
            if (last) {
                layers.add(row.at(layers.size()).conv(tensors, current, config.outChannels(), 3)::apply);
            } else {
                layers.add(this::doubled);
                layers.add(row.at(layers.size()).convWithoutBias(tensors, current, current, 3)::apply);
            }
        }
    }

    private UnaryOperator<NDArray> block(Keys keys, int channels) {
        Conv first = keys.at("conv.0").conv(tensors, channels, channels, 3);
        Conv second = keys.at("conv.2").conv(tensors, channels, channels, 3);
        Conv third = keys.at("conv.4").conv(tensors, channels, channels, 3);
        return x -> tensors.scoped(() -> {
            NDArray h = tensors.relu(first.apply(x));
            return tensors.relu(tensors.plus(third.apply(tensors.relu(second.apply(h))), x));
        });
    }

    private NDArray doubled(NDArray x) {
        Shape size = x.getShape();
        return tensors.upsampleNearest(x, 2 * size.get(2), 2 * size.get(3));
    }

    public TinyDecoderConfig config() {
        return config;
    }

    /// @param latents (B, latentChannels, h, w), as the denoiser works on them
    /// @return (B, 3, h · factor, w · factor), about -1..1, not clamped
    public NDArray decode(NDArray latents) {
        NDArray h = tensors.mul(tensors.tanh(tensors.mul(latents, 1 / (3 * config.scalingFactor()))), 3);
        for (UnaryOperator<NDArray> layer : layers) {
            h = layer.apply(h);
        }
        return tensors.add(tensors.mul(h, 2), -1);
    }
}
