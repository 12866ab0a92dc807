package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.LearnedWord;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.TinyDecoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/// Looks at model files before they are let in: everything is read as for drawing, then closed again.
public final class ModelInspection {
    /// Characters of an adapter's metadata that are told.
    private static final int MOST_METADATA = 1 << 20;

    /// Denoiser, autoencoder.
    private static final int PARTS_BESIDE_TEXTS = 2;

    private ModelInspection() {}

    /// Reads one network after the other, so that no more than the largest is in memory at once.
    /// @param watch told before each part
    /// @param goOn  called before each part and all along the digest; an exception of its ends the look
    static EngineAnswer.Inspected inspect(Tensors tensors, EngineRequest.Inspect request, Watch watch, Runnable goOn)
            throws IOException {
        Path place = Path.of(request.pipeline());
        requireModel(place);
        PipelineFiles files = PipelineFiles.open(place);
        Map<String, Long> parameters = new TreeMap<>();
        int parts = files.texts().size() + PARTS_BESIDE_TEXTS;
        var texts = new ArrayList<TextPart>();
        for (Network network : files.texts()) {
            goOn.run();
            watch.seen(parameters.size(), parts);
            var config = TextEncoder.Config.parse(files.config(network));
            try (var weights = Loaded.of(tensors, files, network, config::currentNames)) {
                texts.add(new TextPart(files.readTokenizer(network), config.encoder(tensors, weights.arrays())));
                parameters.put(network.folder(), count(weights.arrays()));
            }
        }
        goOn.run();
        watch.seen(parameters.size(), parts);
        UNet unet;
        try (var weights = Loaded.of(tensors, files, Network.UNET, same -> same)) {
            unet = UNet.of(tensors, UNetConfig.parse(files.config(Network.UNET)), weights.arrays(), Map.of());
            parameters.put(Network.UNET.folder(), count(weights.arrays()));
        }
        goOn.run();
        watch.seen(parameters.size(), parts);
        Autoencoder autoencoder;
        try (var weights = Loaded.of(tensors, files, Network.VAE, Autoencoder::currentNames)) {
            autoencoder = Autoencoder.of(tensors, AutoencoderConfig.parse(files.config(Network.VAE)), weights.arrays());
            parameters.put(Network.VAE.folder(), count(weights.arrays()));
        }
        watch.seen(parameters.size(), parts);
        var schedule = BaseModel.schedule(files);
        // the parts are never run: their weights are gone, and what counts here is that they fit each other
        TinyDecoder previews = null;
        try (var tiny = PreviewModel.of(tensors, place)) {
            previews = tiny == null ? null : tiny.network(tensors);
        }
        var networks =
                new Networks(texts, unet, autoencoder, schedule, files.zeroWhenUnsaid(), Precision.FP32, previews);
        String digest = digest(place, goOn);
        watch.seen(parts, parts);
        return new EngineAnswer.Inspected(
                request.id(),
                files.index().get("_class_name").getAsString(),
                parts(files.index()),
                parameters,
                parameters.values().stream().mapToLong(Long::longValue).sum(),
                networks.nativeSize(),
                networks.nativeSize(),
                autoencoder.config().latentChannels(),
                autoencoder.config().factor(),
                networks.tokenizer().maxLength(),
                schedule.prediction().name().toLowerCase(Locale.ROOT),
                digest);
    }

    /// Follows a long look.
    interface Watch {
        void seen(int part, int parts);
    }

    /// Arrays of one network while they are looked at.
    private record Loaded(Map<String, NDArray> arrays) implements AutoCloseable {
        /// @param naming takes the arrays over: it closes what it leaves out, and all when it refuses them
        static Loaded of(
                Tensors tensors, PipelineFiles files, Network network, UnaryOperator<Map<String, NDArray>> naming)
                throws IOException {
            return new Loaded(naming.apply(BaseModel.weights(tensors, files, network, Precision.FP32)));
        }

        @Override
        public void close() {
            arrays.values().forEach(NDArray::close);
        }
    }

    static void requireModel(Path place) {
        if (!Files.isRegularFile(place) && !Files.isRegularFile(place.resolve("model_index.json"))) {
            throw new EngineFault(EngineFailure.MODEL_NOT_FOUND, "There is no pipeline in " + place);
        }
    }

    private static Map<String, String> parts(JsonObject index) {
        var parts = new TreeMap<String, String>();
        index.asMap().forEach((part, value) -> {
            if (value instanceof JsonArray pair
                    && pair.size() == 2
                    && pair.get(1).isJsonPrimitive()) {
                parts.put(part, pair.get(1).getAsString());
            }
        });
        return parts;
    }

    private static long count(Map<String, NDArray> weights) {
        return weights.values().stream().mapToLong(NDArray::size).sum();
    }

    /// Reads every number of the adapter; of the pipeline its configurations only, not its weights.
    /// @param goOn called before each layer and all along the digest; an exception of its ends the look
    static EngineAnswer.AdapterInspected inspectAdapter(EngineRequest.InspectAdapter request, Runnable goOn)
            throws IOException {
        Path place = Path.of(request.pipeline());
        requireModel(place);
        try (AdapterFile adapter = AdaptedModel.open(BaseModel.adaptable(PipelineFiles.open(place)), request.file())) {
            requireFinite(adapter, goOn);
            List<AdapterFile.Change> changes = adapter.changes();
            return new EngineAnswer.AdapterInspected(
                    request.id(),
                    changes.size(),
                    (int) changes.stream()
                            .mapToLong(AdapterFile.Change::rank)
                            .max()
                            .orElse(0),
                    changes.stream()
                            .mapToDouble(AdapterFile.Change::alpha)
                            .max()
                            .orElse(0),
                    changes.stream()
                            .map(ModelInspection::kind)
                            .distinct()
                            .sorted()
                            .toList(),
                    changes.stream()
                            .mapToLong(change -> size(change.down()) + size(change.up()))
                            .sum(),
                    bounded(adapter.metadata()),
                    FileDigest.of(Path.of(request.file()), goOn));
        }
    }

    private static void requireFinite(AdapterFile adapter, Runnable goOn) {
        try {
            adapter.requireFinite(goOn);
        } catch (InvalidFileException e) {
            throw new EngineFault(EngineFailure.ADAPTER_UNUSABLE, Faults.message(e), e);
        }
    }

    /// Reads every number of a learned word; of the pipeline its configurations only, not its weights.
    /// @param goOn called all along the digest; an exception of its ends the look
    static EngineAnswer.WordInspected inspectWord(EngineRequest.InspectWord request, Runnable goOn) throws IOException {
        Path place = Path.of(request.pipeline());
        requireModel(place);
        var texts = BaseModel.textConfigs(PipelineFiles.open(place));
        Path file = AdaptedModel.file(request.file(), EngineFailure.WORD_NOT_FOUND);
        try (LearnedWord word = WordFit.open(file, String.valueOf(file.getFileName()), texts)) {
            word.requireFinite();
            var tables = word.vectors().values();
            return new EngineAnswer.WordInspected(
                    request.id(),
                    tables.stream()
                            .mapToInt(table -> table.shape().getFirst().intValue())
                            .max()
                            .orElseThrow(),
                    tables.stream()
                            .map(table -> table.shape().get(1).intValue())
                            .toList(),
                    FileDigest.of(file, goOn));
        } catch (InvalidFileException e) {
            throw WordFit.unusable(e);
        }
    }

    /// Notes of ordinary length: a file may say of itself what it likes, but not without end.
    private static Map<String, String> bounded(Map<String, String> metadata) {
        var notes = new TreeMap<String, String>();
        int left = MOST_METADATA;
        for (var entry : new TreeMap<>(metadata).entrySet()) {
            int size = entry.getKey().length() + entry.getValue().length();
            if (size <= left) {
                notes.put(entry.getKey(), entry.getValue());
                left -= size;
            }
        }
        return notes;
    }

    /// The last words of a layer's path that are no numbers.
    private static String kind(AdapterFile.Change change) {
        String[] words = change.site().path().split("\\.");
        int last = words.length - 1;
        while (last > 0 && words[last].matches("[0-9]+")) {
            last--;
        }
        Part part = change.site().part();
        return part == Part.UNET ? words[last] : part.name().toLowerCase(Locale.ROOT) + ":" + words[last];
    }

    private static long size(Safetensors.Tensor tensor) {
        return tensor.shape().stream().reduce(1L, Math::multiplyExact);
    }

    // ---- digests

    /// Of a file its SHA-256; of a folder SHA-256 over the lines `<SHA-256 of the file>  <path>`, sorted by path.
    public static String digest(Path folder) throws IOException {
        return digest(folder, () -> {});
    }

    private static String digest(Path folder, Runnable goOn) throws IOException {
        if (Files.isRegularFile(folder)) {
            return FileDigest.of(folder, goOn);
        }
        var lines = new StringBuilder();
        try (Stream<Path> tree = Files.walk(folder, 3)) {
            for (Path file :
                    tree.filter(path -> Files.isRegularFile(path)).sorted().toList()) {
                String path = folder.relativize(file).toString();
                lines.append(FileDigest.of(file, goOn))
                        .append("  ")
                        .append(path)
                        .append('\n');
            }
        }
        return DigestUtils.sha256Hex(lines.toString());
    }
}
