package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Replay;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The denoiser: latents, time and text to the predicted noise (diffusers `UNet2DConditionModel`).
///
/// It owns no memory: weights and adapters belong to the caller. Letters as in
/// [art.pinhua.training.tensor.Operations].
public final class UNet {
    /// One level on the way down. `attentions` is empty or has one entry per resnet.
    private record DownBlock(
            List<ResnetBlock> resnets,
            List<SpatialTransformer> attentions,
            @Nullable Conv downsampler) {}

    /// One level on the way up.
    private record UpBlock(
            List<ResnetBlock> resnets,
            List<SpatialTransformer> attentions,
            @Nullable Conv upsampler) {}

    /// What the networks of the XL family are told beside time and text.
    ///
    /// @param pooled (B, pooledWidth), the text as a whole
    /// @param sizes  (B, 6), pixels: height and width of the source, top and left of what was cut off, height and
    ///               width of the picture
    public record Added(NDArray pooled, NDArray sizes) {}

    /// Texts as the attentions of this network read them. They belong to the step in which they were read.
    ///
    /// @param keysAndValues each (T, M, D)
    /// @param whole         (T, timeWidth), each as a whole; null where the network is not told it
    public record Texts(
            List<NDArray> keysAndValues, @Nullable NDArray whole) {
        /// T
        public long number() {
            return keysAndValues.getFirst().getShape().get(0);
        }
    }

    private record MidBlock(ResnetBlock first, SpatialTransformer attention, ResnetBlock second) {}

    private final Tensors tensors;
    private final UNetConfig config;
    private final List<NDArray> weights;
    private final TimeEmbedding timeEmbedding;
    private final TimeEmbedding.@Nullable Added addedEmbedding;
    private final @Nullable WholeText wholeText;
    private final Conv convIn;
    private final List<DownBlock> downBlocks = new ArrayList<>();
    private final MidBlock midBlock;
    private final List<UpBlock> upBlocks = new ArrayList<>();
    private final List<Linear> readers;
    private final GroupNorm normOut;
    private final Conv convOut;

    /// @param weights  by diffusers' key, each used exactly once
    /// @param adapters by module path (`down_blocks.0.….to_q`); empty for the base model
    /// @throws UnsupportedModelException with the list of what does not fit
    public static UNet of(
            Tensors tensors, UNetConfig config, Map<String, NDArray> weights, Map<String, Lora> adapters) {
        var arrays = new ArrayList<>(weights.values());
        adapters.values().stream().flatMap(Lora::arrays).forEach(arrays::add);
        return Keys.build("unet", weights, adapters, keys -> new UNet(tensors, config, keys, arrays));
    }

    /// Key and shape of every weight.
    public static SequencedMap<String, long[]> shapes(UNetConfig config) {
        return Keys.shapes(keys -> new UNet(Keys.noTensors(), config, keys, List.of()));
    }

    /// The same of a file's weights, if they fit, from their shapes by key.
    /// @throws UnsupportedModelException with what does not fit
    public static SequencedMap<String, long[]> fitting(UNetConfig config, Map<String, long[]> stored) {
        return Keys.fitting("unet", shapes(config), stored);
    }

    /// @param weights with those of the adapters
    private UNet(Tensors tensors, UNetConfig config, Keys keys, List<NDArray> weights) {
        this.tensors = tensors;
        this.config = config;
        this.weights = weights;
        List<Integer> channels = config.blockOutChannels();
        int levels = config.levels();
        Deque<Integer> skips = new ArrayDeque<>();

        convIn = keys.at("conv_in").conv(tensors, config.inChannels(), channels.getFirst(), 3);
        timeEmbedding = TimeEmbedding.of(tensors, keys.at("time_embedding"), config);
        UNetConfig.Addition addition = config.addition();
        addedEmbedding =
                addition == null ? null : TimeEmbedding.Added.of(tensors, keys.at("add_embedding"), config, addition);
        wholeText = config.wholeTextHeads() == 0 ? null : WholeText.of(tensors, keys.at("add_embedding"), config);
        int current = channels.getFirst();
        skips.push(current);
        for (int level = 0; level < levels; level++) {
            Keys block = keys.at("down_blocks").at(level);
            var resnets = new ArrayList<ResnetBlock>();
            var attentions = new ArrayList<SpatialTransformer>();
            for (int layer = 0; layer < config.layersPerBlock(); layer++) {
                resnets.add(resnet(block.at("resnets").at(layer), current, channels.get(level)));
                current = channels.get(level);
                if (config.downAttention().get(level)) {
                    attentions.add(attention(block.at("attentions").at(layer), level));
                }
                skips.push(current);
            }
            Conv downsampler = null;
            if (level < levels - 1) {
                downsampler = block.at("downsamplers.0.conv").conv(tensors, current, current, 3, 2, 1);
                skips.push(current);
            }
            downBlocks.add(new DownBlock(resnets, attentions, downsampler));
        }

        Keys mid = keys.at("mid_block");
        midBlock = new MidBlock(
                resnet(mid.at("resnets.0"), current, current),
                attention(mid.at("attentions.0"), levels - 1),
                resnet(mid.at("resnets.1"), current, current));

        for (int level = levels - 1; level >= 0; level--) {
            Keys block = keys.at("up_blocks").at(levels - 1 - level);
            var resnets = new ArrayList<ResnetBlock>();
            var attentions = new ArrayList<SpatialTransformer>();
            for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
                resnets.add(resnet(block.at("resnets").at(layer), current + skips.pop(), channels.get(level)));
                current = channels.get(level);
                if (config.downAttention().get(level)) {
                    attentions.add(attention(block.at("attentions").at(layer), level));
                }
            }
            Conv upsampler = level == 0 ? null : block.at("upsamplers.0.conv").conv(tensors, current, current, 3);
            upBlocks.add(new UpBlock(resnets, attentions, upsampler));
        }
        normOut = keys.at("conv_norm_out").groupNorm(tensors, current, config.normNumGroups(), config.normEps());
        convOut = keys.at("conv_out").conv(tensors, current, config.outChannels(), 3);
        readers = Stream.of(
                        downBlocks.stream().flatMap(block -> block.attentions.stream()),
                        Stream.of(midBlock.attention),
                        upBlocks.stream().flatMap(block -> block.attentions.stream()))
                .flatMap(attentions -> attentions)
                .flatMap(SpatialTransformer::readers)
                .toList();
    }

    private ResnetBlock resnet(Keys keys, int in, int out) {
        return ResnetBlock.of(tensors, keys, in, out, config.timeWidth(), config.normNumGroups(), config.normEps());
    }

    private SpatialTransformer attention(Keys keys, int level) {
        int width = config.blockOutChannels().get(level);
        return SpatialTransformer.of(
                tensors,
                keys,
                config,
                width,
                config.heads().get(level),
                config.transformerLayers().get(level));
    }

    public UNetConfig config() {
        return config;
    }

    /// @param latents   (B, inChannels, H, W), noisy
    /// @param timesteps (B), 0 to 999, may be fractions
    /// @param context   (B, N, crossAttentionDim), the text
    /// @return (B, outChannels, H, W), what the schedule's prediction type says
    public NDArray predict(NDArray latents, NDArray timesteps, NDArray context) {
        return predict(latents, timesteps, context, null);
    }

    /// As [#predict(NDArray, NDArray, NDArray)], with what a network of the XL family is told besides.
    /// @throws IllegalArgumentException if it is told what it was not trained with, or lacks it
    public NDArray predict(NDArray latents, NDArray timesteps, NDArray context, @Nullable Added added) {
        return predict(latents, timesteps, context, added, (part, output) -> {});
    }

    /// As above, and shows the output of every part by its path, which may be closed soon afterwards.
    NDArray predict(
            NDArray latents,
            NDArray timesteps,
            NDArray context,
            @Nullable Added added,
            BiConsumer<String, NDArray> observer) {
        NDArray embedded = embedded(timesteps, added, whole(context));
        observer.accept("time_embedding", embedded);
        var texts = Conditioning.each(tensors, context);
        return pass(latents, tensors.silu(embedded), texts, observer); // every resnet begins with it
    }

    /// @param context (T, N, crossAttentionDim)
    private @Nullable NDArray whole(NDArray context) {
        return wholeText == null ? null : wholeText.apply(context);
    }

    /// @param whole the text of each row, (B, timeWidth)
    /// @return (B, timeWidth)
    private NDArray embedded(NDArray timesteps, @Nullable Added added, @Nullable NDArray whole) {
        if ((added == null) != (addedEmbedding == null)) {
            throw new IllegalArgumentException(
                    addedEmbedding == null
                            ? "The unet takes no added embedding"
                            : "The unet lacks its added embedding");
        }
        NDArray embedded = timeEmbedding.apply(timesteps);
        if (added != null && addedEmbedding != null) {
            embedded = embedded.add(addedEmbedding.apply(added));
        }
        return whole == null ? embedded : embedded.add(whole);
    }

    /// @param context (T, N, crossAttentionDim)
    public Texts read(NDArray context) {
        var keysAndValues =
                readers.stream().map(reader -> reader.apply(context)).toList();
        return new Texts(keysAndValues, whole(context));
    }

    /// From the third time with the same shapes on, one call of the engine does all but the embedding of the time.
    /// Closed by the caller, or with the engine.
    public Replayed replayed() {
        return new Replayed();
    }

    /// The denoiser as one call of the engine.
    public final class Replayed implements AutoCloseable {
        private final Replay replay = new Replay(
                tensors,
                weights,
                inputs -> pass(
                        inputs.get(0), inputs.get(1), Conditioning.each(tensors, inputs.get(2)), (part, output) -> {}));
        private final Replay replayOfAll = new Replay(tensors, weights, this::everyPictureWithEveryText);

        /// As [UNet#predict(NDArray, NDArray, NDArray, Added)].
        public NDArray predict(NDArray latents, NDArray timesteps, NDArray context, @Nullable Added added) {
            return replay.apply(List.of(latents, tensors.silu(embedded(timesteps, added, whole(context))), context));
        }

        /// Every picture with every text, as guidance wants it.
        ///
        /// @param latents   (B, inChannels, H, W)
        /// @param timesteps (B)
        /// @param texts     of [UNet#read]
        /// @param added     T · B rows, those of the first text first
        /// @return (T · B, outChannels, H, W), likewise
        public NDArray predict(NDArray latents, NDArray timesteps, Texts texts, @Nullable Added added) {
            // what is added differs between the texts, and with it the first layer
            boolean apart = (added != null || wholeText != null) && texts.number() > 1;
            NDArray times = apart ? tensors.tile(timesteps, texts.number()) : timesteps;
            long pictures = latents.getShape().get(0);
            NDArray whole = texts.whole() == null ? null : tensors.repeatEach(texts.whole(), pictures);
            var inputs = new ArrayList<NDArray>();
            inputs.add(apart ? tensors.tile(latents, texts.number()) : latents);
            inputs.add(tensors.silu(embedded(times, added, whole)));
            inputs.addAll(texts.keysAndValues());
            return replayOfAll.apply(inputs);
        }

        private NDArray everyPictureWithEveryText(List<NDArray> inputs) {
            var texts = new Texts(inputs.subList(2, inputs.size()), null); // the time tells them as a whole
            NDArray latents = inputs.getFirst();
            long rows = latents.getShape().get(0);
            boolean apart = addedEmbedding != null || wholeText != null;
            long pictures = apart ? rows / texts.number() : rows;
            var conditioning = Conditioning.all(tensors, pictures, readers, texts.keysAndValues());
            return pass(latents, inputs.get(1), conditioning, (part, output) -> {});
        }

        @Override
        public void close() {
            replay.close();
            replayOfAll.close();
        }
    }

    /// @param time SiLU of the time embedding, (B, timeWidth)
    private NDArray pass(NDArray latents, NDArray time, Conditioning texts, BiConsumer<String, NDArray> observer) {
        NDArray h = convIn.apply(latents);
        observer.accept("conv_in", h);
        Deque<NDArray> skips = new ArrayDeque<>();
        skips.push(h);
        for (int i = 0; i < downBlocks.size(); i++) {
            DownBlock block = downBlocks.get(i);
            for (int layer = 0; layer < block.resnets.size(); layer++) {
                h = layer(block.resnets.get(layer), block.attentions, layer, h, time, texts);
                observer.accept("down_blocks." + i + ".skip." + layer, h);
                skips.push(h);
            }
            if (block.downsampler != null) {
                h = block.downsampler.apply(h);
                observer.accept("down_blocks." + i + ".skip." + block.resnets.size(), h);
                skips.push(h);
            }
            observer.accept("down_blocks." + i, h);
        }

        h = midBlock.first.apply(h, texts.alike(time, h));
        observer.accept("mid_block.resnets.0", h);
        h = tensors.consuming(h, x -> midBlock.attention.apply(x, texts));
        observer.accept("mid_block.attentions.0", h);
        h = tensors.consuming(h, x -> midBlock.second.apply(x, texts.alike(time, x)));
        observer.accept("mid_block", h);

        for (int i = 0; i < upBlocks.size(); i++) {
            UpBlock block = upBlocks.get(i);
            for (int layer = 0; layer < block.resnets.size(); layer++) {
                ResnetBlock resnet = block.resnets.get(layer);
                NDArray joined = joined(h, skips.pop(), texts);
                h = tensors.consuming(joined, x -> resnet.apply(x, texts.alike(time, x)));
                if (!block.attentions.isEmpty()) {
                    SpatialTransformer attention = block.attentions.get(layer);
                    h = tensors.consuming(h, x -> attention.apply(x, texts));
                }
            }
            if (block.upsampler != null) {
                Shape waiting = skips.element().getShape(); // twice the size, less where the way down had rounded up
                h = tensors.consuming(h, x -> tensors.upsampleNearest(x, waiting.get(2), waiting.get(3)));
                h = tensors.consuming(h, block.upsampler::apply);
            }
            observer.accept("up_blocks." + i, h);
        }
        h = tensors.consuming(h, normOut::silu);
        return tensors.consuming(h, convOut::apply);
    }

    /// Closes both, which nothing else reads any more.
    private NDArray joined(NDArray x, NDArray skip, Conditioning texts) {
        NDArray joined = tensors.scoped(() -> tensors.concatChannels(x, texts.alike(skip, x)));
        x.close();
        skip.close();
        return joined;
    }

    /// A resnet and, where the level has them, its transformer, with their intermediates closed.
    private NDArray layer(
            ResnetBlock resnet,
            List<SpatialTransformer> attentions,
            int layer,
            NDArray x,
            NDArray time,
            Conditioning texts) {
        return tensors.scoped(() -> {
            NDArray h = resnet.apply(x, texts.alike(time, x));
            return attentions.isEmpty() ? h : attentions.get(layer).apply(h, texts);
        });
    }
}
