package art.pinhua.training.generate;

import art.pinhua.training.contract.AdapterContent;
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
import art.pinhua.training.io.PredictionNote;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.io.SingleFile;
import art.pinhua.training.io.TinyFiles;
import art.pinhua.training.noise.ScheduleConfig;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/// Looks at model files before they are let in.
public final class ModelInspection {
    /// Characters of an adapter's metadata that are told.
    private static final int MOST_METADATA = 1 << 20;

    /// Characters of one note that is told.
    private static final int LONGEST_NOTE = 64 << 10;

    private ModelInspection() {}

    /// Compares the headers of all weights with what the configurations ask for. The weights themselves
    /// are not read, so that a look costs no memory, and little of the time in which nobody draws.
    /// @param shelf would have to hold the model
    /// @param watch told before each part
    /// @param goOn  called before each part; an exception of its ends the look
    static EngineAnswer.Inspected inspect(EngineRequest.Inspect request, ModelShelf shelf, Watch watch, Runnable goOn)
            throws IOException {
        Path place = Path.of(request.pipeline());
        requireModel(place);
        PipelineFiles files = PipelineFiles.open(place);
        Map<String, Long> parameters = new TreeMap<>();
        List<Network> networks = files.networks();
        for (Network network : networks) {
            goOn.run();
            watch.seen(parameters.size(), networks.size());
            parameters.put(network.folder(), WeightShapes.numbers(files, network));
        }
        watch.seen(networks.size(), networks.size());
        var sizes = PartSizes.of(files, place);
        sizes.requireFit();
        if (files instanceof SingleFile) {
            sizes.requireWholeVocabulary();
        }
        var schedule = BaseModel.schedule(files);
        shelf.required(place);
        return new EngineAnswer.Inspected(
                request.id(),
                files.index().get("_class_name").getAsString(),
                parts(files.index()),
                parameters,
                parameters.values().stream().mapToLong(Long::longValue).sum(),
                sizes.nativeSize(),
                sizes.nativeSize(),
                sizes.autoencoder().latentChannels(),
                sizes.autoencoder().factor(),
                sizes.texts().getFirst().tokenizer().maxLength(),
                prediction(schedule),
                SamplingGuess.of(schedule, sizes),
                LayerShapes.digest(files),
                sizes.mostClipSkip());
    }

    private static String prediction(ScheduleConfig schedule) {
        String prediction = schedule.prediction().name().toLowerCase(Locale.ROOT);
        return schedule.schedule().endsInNoise() ? prediction + "_zero_snr" : prediction;
    }

    /// Follows a long look.
    interface Watch {
        void seen(int part, int parts);
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

    /// Reads every number of the adapter; of the pipeline its configurations only, not its weights.
    /// @param goOn called before each layer; an exception of its ends the look
    static EngineAnswer.AdapterInspected inspectAdapter(EngineRequest.InspectAdapter request, Runnable goOn)
            throws IOException {
        Path place = Path.of(request.pipeline());
        requireModel(place);
        try (AdapterFile adapter = AdaptedModel.open(BaseModel.adaptable(PipelineFiles.open(place)), request.file())) {
            requireBounded(adapter, goOn);
            AdapterContent content = content(adapter);
            return new EngineAnswer.AdapterInspected(
                    request.id(),
                    adapter.changes().size(),
                    content.rank(),
                    content.alpha(),
                    content.targetModules(),
                    content.parameters(),
                    bounded(adapter.metadata()));
        }
    }

    /// By its headers.
    public static AdapterContent content(AdapterFile adapter) {
        List<AdapterFile.Change> changes = adapter.changes();
        return new AdapterContent(
                (int) changes.stream().mapToLong(AdapterFile.Change::rank).max().orElse(0),
                changes.stream().mapToDouble(AdapterFile.Change::alpha).max().orElse(0),
                changes.stream().map(ModelInspection::kind).distinct().sorted().toList(),
                changes.stream()
                        .mapToLong(change -> size(change.down()) + size(change.up()))
                        .sum());
    }

    private static void requireBounded(AdapterFile adapter, Runnable goOn) {
        try {
            adapter.requireBounded(goOn);
        } catch (InvalidFileException e) {
            throw new EngineFault(EngineFailure.ADAPTER_UNUSABLE, Faults.message(e), e);
        }
    }

    /// Reads every number of a learned word; of the pipeline its configurations only, not its weights.
    static EngineAnswer.WordInspected inspectWord(EngineRequest.InspectWord request) throws IOException {
        Path place = Path.of(request.pipeline());
        requireModel(place);
        var texts = BaseModel.textConfigs(PipelineFiles.open(place));
        Path file = AdaptedModel.file(request.file(), EngineFailure.WORD_NOT_FOUND);
        try (LearnedWord word = WordFit.open(file, String.valueOf(file.getFileName()), texts)) {
            word.requireBounded();
            var tables = word.vectors().values();
            return new EngineAnswer.WordInspected(
                    request.id(),
                    tables.stream()
                            .mapToInt(table -> table.shape().getFirst().intValue())
                            .max()
                            .orElseThrow(),
                    tables.stream()
                            .map(table -> table.shape().get(1).intValue())
                            .toList());
        } catch (InvalidFileException e) {
            throw WordFit.unusable(e);
        }
    }

    /// Notes of ordinary length: a file may say of itself what it likes, but not without end. A longer
    /// one is left out and no reason to refuse the adapter: trainers note captions of all pictures.
    private static Map<String, String> bounded(Map<String, String> metadata) {
        var notes = new TreeMap<String, String>();
        int left = MOST_METADATA;
        for (var entry : new TreeMap<>(metadata).entrySet()) {
            int size = entry.getKey().length() + entry.getValue().length();
            if (size <= left && entry.getValue().length() <= LONGEST_NOTE) {
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

    /// Of a file its SHA-256, or where a [PredictionNote] lies beside it one over those of both; of a folder
    /// SHA-256 over the lines `<SHA-256 of the file>  <path>`, sorted by path. What previews are made with is
    /// left out: a run goes on when it comes or goes.
    public static String digest(Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            String own = FileDigest.of(folder);
            Path note = PredictionNote.beside(folder);
            return Files.isRegularFile(note) ? DigestUtils.sha256Hex(own + "\n" + FileDigest.of(note)) : own;
        }
        var lines = new StringBuilder();
        Path previews = folder.resolve(TinyFiles.FOLDER);
        try (Stream<Path> tree = Files.walk(folder, 3)) {
            for (Path file : tree.filter(path -> Files.isRegularFile(path) && !path.startsWith(previews))
                    .sorted()
                    .toList()) {
                String path = folder.relativize(file).toString();
                lines.append(FileDigest.of(file)).append("  ").append(path).append('\n');
            }
        }
        return DigestUtils.sha256Hex(lines.toString());
    }
}
