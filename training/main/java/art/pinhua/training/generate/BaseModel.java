package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.PredictionKind;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.PredictionNote;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import art.pinhua.training.text.Tokenizer;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A pipeline in memory: configurations, and weights by key, which it owns.
/// @param texts          one text encoder, or the two of the XL family
/// @param zeroWhenUnsaid whether an empty negative prompt is all zeros
/// @param precision      of the weights of unet and, unless it is fp16, of autoencoder; those of the texts are fp32
/// @param previews       a tiny autoencoder, where one lies with the model
/// @param layout         how the weights of convolutions lie
public record BaseModel(
        Path folder,
        List<TextModel> texts,
        UNetConfig unetConfig,
        AutoencoderConfig autoencoderConfig,
        ScheduleConfig schedule,
        boolean zeroWhenUnsaid,
        Precision precision,
        Map<String, NDArray> unetWeights,
        Map<String, NDArray> autoencoderWeights,
        @Nullable PreviewModel previews,
        Layout layout)
        implements AutoCloseable {

    /// Reads all of a folder, or of a checkpoint in one file. Call it outside a step, or the step closes the weights.
    /// @throws IOException when a file is missing or damaged
    /// @throws art.pinhua.training.model.UnsupportedModelException when a setting is not computed here,
    /// or its parts do not fit each other
    public static BaseModel read(Tensors tensors, Path root) throws IOException {
        return read(tensors, root, Precision.FP32);
    }

    /// As above; unet and autoencoder at that precision.
    public static BaseModel read(Tensors tensors, Path root, Precision precision) throws IOException {
        return read(tensors, root, precision, Layout.QUICKEST);
    }

    /// As above, with another layout: for measurements.
    public static BaseModel read(Tensors tensors, Path root, Precision precision, Layout layout) throws IOException {
        return read(tensors, root, precision, layout, () -> {});
    }

    /// @param goOn called before the weights of each network; an exception of its ends the reading too
    static BaseModel read(Tensors tensors, Path root, Precision precision, Layout layout, Runnable goOn)
            throws IOException {
        PipelineFiles folder = PipelineFiles.open(root);
        PartSizes sizes = PartSizes.of(folder, root);
        var schedule = schedule(folder);
        for (Network network : folder.networks()) {
            WeightShapes.numbers(folder, network); // refuses what would be read in vain, as does the next line
        }
        sizes.requireFit();
        var own = new ArrayList<NDArray>();
        try {
            var texts = new ArrayList<TextModel>();
            for (Network network : folder.texts()) {
                goOn.run();
                texts.add(text(tensors, folder, network, sizes.texts().get(texts.size())));
                own.addAll(texts.getLast().weights().values());
            }
            goOn.run();
            var denoiser = Weights.channelsLast(
                    tensors,
                    weights(tensors, folder, Network.UNET, precision),
                    key -> layout.channelsLast(sizes.unet(), key));
            own.addAll(denoiser.values());
            goOn.run();
            var autoencoding = Weights.channelsLast(
                    tensors,
                    Autoencoder.currentNames(weights(tensors, folder, Network.VAE, precision.ofAutoencoder())),
                    key -> layout.channelsLastInAutoencoder());
            own.addAll(autoencoding.values());
            var model = new BaseModel(
                    root,
                    List.copyOf(texts),
                    sizes.unet(),
                    sizes.autoencoder(),
                    schedule,
                    folder.zeroWhenUnsaid(),
                    precision,
                    denoiser,
                    autoencoding,
                    PreviewModel.of(tensors, root),
                    layout);
            tensors.releaseUnused(); // between the weights, where they lay before they were narrowed and laid out
            return model;
        } catch (IOException | RuntimeException | Error e) {
            own.forEach(NDArray::close);
            throw e;
        }
    }

    /// @throws UnsupportedModelException naming the setting that cannot be followed
    static ScheduleConfig schedule(PipelineFiles folder) throws IOException {
        return schedule(folder, folder.scheduler());
    }

    private static ScheduleConfig schedule(PipelineFiles folder, JsonObject scheduler) {
        try {
            return PipelineFiles.isXl(folder.index())
                    ? ScheduleConfig.parse(scheduler.toString())
                    : ScheduleConfig.parseOfStableDiffusion(scheduler.toString());
        } catch (IllegalArgumentException e) {
            throw new UnsupportedModelException(String.valueOf(e.getMessage()), e);
        }
    }

    private static TextModel text(Tensors tensors, PipelineFiles folder, Network network, PartSizes.Text sizes)
            throws IOException {
        return new TextModel(
                part(network),
                sizes.tokenizer(),
                sizes.encoder(),
                sizes.encoder().currentNames(weights(tensors, folder, network, Precision.FP32)));
    }

    /// The weights of one network under the names they have in the file.
    /// @throws UnsupportedModelException when they are of a type that is not read
    static Map<String, NDArray> weights(Tensors tensors, PipelineFiles folder, Network network, Precision precision)
            throws IOException {
        try (var stored = folder.weights(network)) {
            return switch (precision) {
                case FP32 -> Weights.load(tensors, stored.tensors());
                case BF16 -> Weights.loadAs(tensors, stored.tensors(), tensors::toBfloat16);
                case FP16 -> Weights.loadAs(tensors, stored.tensors(), tensors::toFloat16);
            };
        } catch (IllegalArgumentException e) {
            throw new UnsupportedModelException(network.folder() + ": " + e.getMessage(), e);
        }
    }

    /// Whether a weight of the unet lies with the channels innermost, if it is that of a convolution.
    boolean channelsLast(String key) {
        return layout.channelsLast(unetConfig, key);
    }

    /// The same weights, taken to predict this whatever their files say. They are owned by the new one.
    BaseModel predicting(PredictionKind kind) throws IOException {
        PipelineFiles files = PipelineFiles.open(folder);
        return new BaseModel(
                folder,
                texts,
                unetConfig,
                autoencoderConfig,
                schedule(files, PredictionNote.told(files.scheduler(), kind)),
                zeroWhenUnsaid,
                precision,
                unetWeights,
                autoencoderWeights,
                previews,
                layout);
    }

    /// The networks over these weights. They own no memory: close this object after them.
    public Networks networks(Tensors tensors) {
        return networks(tensors, texts, unetWeights);
    }

    /// The networks over other weights of text encoders and unet.
    Networks networks(Tensors tensors, List<TextModel> others, Map<String, NDArray> unet) {
        return new Networks(
                others.stream().map(text -> text.network(tensors)).toList(),
                UNet.of(tensors, unetConfig, unet, Map.of()),
                Autoencoder.of(tensors, autoencoderConfig, autoencoderWeights),
                schedule,
                zeroWhenUnsaid,
                precision,
                previews == null ? null : previews.network(tensors));
    }

    /// Bytes that the weights of a model take in memory, from the headers of its files.
    static long bytes(PipelineFiles files, Precision precision) throws IOException {
        long bytes = 0;
        for (Network text : files.texts()) {
            bytes += Precision.FP32.bytes() * parameters(files, text);
        }
        return bytes
                + precision.bytes() * parameters(files, Network.UNET)
                + precision.ofAutoencoder().bytes() * parameters(files, Network.VAE);
    }

    private static long parameters(PipelineFiles files, Network network) throws IOException {
        try (var stored = files.weights(network)) {
            return stored.tensors().values().stream()
                    .mapToLong(tensor -> tensor.shape().stream().reduce(1L, (all, side) -> all * side))
                    .sum();
        }
    }

    /// Bytes that these weights take.
    long bytes() {
        long bytes = Weights.bytes(unetWeights.values()) + Weights.bytes(autoencoderWeights.values());
        for (TextModel text : texts) {
            bytes += Weights.bytes(text.weights().values());
        }
        return previews == null
                ? bytes
                : bytes + Weights.bytes(previews.weights().values());
    }

    /// Shapes of the weights that adapters may change.
    Map<Part, Map<String, long[]>> adaptable() {
        var shapes = new EnumMap<Part, Map<String, long[]>>(Part.class);
        shapes.put(Part.UNET, UNet.shapes(unetConfig));
        texts.forEach(text -> shapes.put(text.part(), text.config().adaptable()));
        return shapes;
    }

    /// The same of files, whose weights are not read.
    static Map<Part, Map<String, long[]>> adaptable(PipelineFiles files) throws IOException {
        var shapes = new EnumMap<Part, Map<String, long[]>>(Part.class);
        shapes.put(Part.UNET, UNet.shapes(UNetConfig.parse(files.config(Network.UNET))));
        textConfigs(files).forEach((part, config) -> shapes.put(part, config.adaptable()));
        return shapes;
    }

    /// The configurations of the text encoders.
    Map<Part, TextEncoder.Config> textConfigs() {
        var configs = new EnumMap<Part, TextEncoder.Config>(Part.class);
        texts.forEach(text -> configs.put(text.part(), text.config()));
        return configs;
    }

    /// The same of files, whose weights are not read.
    static Map<Part, TextEncoder.Config> textConfigs(PipelineFiles files) throws IOException {
        var configs = new EnumMap<Part, TextEncoder.Config>(Part.class);
        for (Network network : files.texts()) {
            configs.put(part(network), TextEncoder.Config.parse(files.config(network)));
        }
        return configs;
    }

    /// The tokenizers of the text encoders in files.
    static Map<Part, Tokenizer> tokenizers(PipelineFiles files) throws IOException {
        var tokenizers = new EnumMap<Part, Tokenizer>(Part.class);
        for (Network network : files.texts()) {
            tokenizers.put(part(network), files.readTokenizer(network));
        }
        return tokenizers;
    }

    private static Part part(Network network) {
        return network == Network.TEXT_ENCODER_2 ? Part.TEXT_ENCODER_2 : Part.TEXT_ENCODER;
    }

    @Override
    public void close() {
        texts.forEach(text -> text.weights().values().forEach(NDArray::close));
        unetWeights.values().forEach(NDArray::close);
        autoencoderWeights.values().forEach(NDArray::close);
        if (previews != null) {
            previews.close();
        }
    }
}
