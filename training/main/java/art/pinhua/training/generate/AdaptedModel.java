package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.generate.TextModel.Lesson;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.LearnedWord;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.lora.Adapters;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import art.pinhua.training.text.TokenizerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/// A base model with adapters worked into copies of the weights they change, and with learned words. Sampling then
/// costs what it costs without, and the base's own weights stay as they are, for other versions to share.
/// @param own arrays that belong to this version alone
public record AdaptedModel(Networks networks, List<Own> own) implements AutoCloseable {

    /// An array that belongs to one version.
    /// @param channelsLast whether its channels lie innermost, if it is of a convolution
    public record Own(NDArray array, boolean channelsLast) {}

    /// Call it outside a step. The base must outlive the result.
    /// @param source its adapters' effects add up
    public static AdaptedModel of(Tensors tensors, BaseModel base, ModelSource source) throws IOException {
        try (var none = new Spares(tensors)) {
            return of(tensors, base, source, none);
        }
    }

    /// As above.
    /// @param spares to be written over
    static AdaptedModel of(Tensors tensors, BaseModel base, ModelSource source, Spares spares) throws IOException {
        var own = new ArrayList<Own>();
        try {
            var weights = changed(tensors, base, source.adapters(), own, spares);
            var texts = new ArrayList<TextModel>();
            for (TextModel text : base.texts()) {
                texts.add(text.over(network(weights, text.part())));
            }
            if (source.words() != null) {
                learn(tensors, texts, source.words(), own);
            }
            return new AdaptedModel(base.networks(tensors, texts, network(weights, Part.UNET)), own);
        } catch (IOException | RuntimeException | Error e) {
            own.forEach(each -> each.array().close());
            throw e;
        }
    }

    /// Bytes that this version takes beside its base.
    long bytes() {
        return Weights.bytes(own.stream().map(Own::array).toList());
    }

    /// The same of a version that is not made yet, from the headers of its files.
    static long bytes(BaseModel base, ModelSource source) throws IOException {
        return bytes(base.adaptable(), source.adapters(), base.precision())
                + bytes(base.textConfigs(), source.wordsOrNone());
    }

    /// The same where not even the base is in memory.
    /// @param precision of its unet
    static long bytes(PipelineFiles base, ModelSource source, Precision precision) throws IOException {
        if (source.adapters().isEmpty() && source.wordsOrNone().isEmpty()) {
            return 0;
        }
        return bytes(BaseModel.adaptable(base), source.adapters(), precision)
                + bytes(BaseModel.textConfigs(base), source.wordsOrNone());
    }

    /// Of copies of the weights that adapters change; several adapters share them.
    private static long bytes(
            Map<Part, Map<String, long[]>> adaptable, List<ModelSource.Adapter> adapters, Precision precision)
            throws IOException {
        var sites = new HashSet<AdapterFile.Site>();
        for (ModelSource.Adapter adapter : adapters) {
            try (AdapterFile file = open(adaptable, adapter.file())) {
                file.changes().forEach(change -> sites.add(change.site()));
            }
        }
        long bytes = 0;
        for (AdapterFile.Site site : sites) {
            Map<String, long[]> shapes = Objects.requireNonNull(adaptable.get(site.part()));
            long[] shape = Objects.requireNonNull(shapes.get(site.path() + ".weight"), site.path());
            int each = site.part() == Part.UNET ? precision.bytes() : Float.BYTES;
            bytes += each * LongStream.of(shape).reduce(1, Math::multiplyExact);
        }
        return bytes;
    }

    /// Of the text encoders' grown tables of tokens.
    private static long bytes(Map<Part, TextEncoder.Config> texts, List<ModelSource.Word> words) throws IOException {
        if (words.isEmpty()) {
            return 0;
        }
        long numbers = 0;
        for (TextEncoder.Config text : texts.values()) {
            numbers += (long) text.vocabSize() * text.hiddenSize();
        }
        for (ModelSource.Word word : words) {
            Path file = file(word.file(), EngineFailure.WORD_NOT_FOUND);
            try (LearnedWord learned = WordFit.open(file, word.word(), texts)) {
                for (Safetensors.Tensor vectors : learned.vectors().values()) {
                    numbers += vectors.shape().stream().reduce(1L, Math::multiplyExact);
                }
            }
        }
        return Float.BYTES * numbers;
    }

    private static Map<String, NDArray> network(Map<Part, Map<String, NDArray>> weights, Part part) {
        return Objects.requireNonNull(weights.get(part), part.name());
    }

    /// The weights of the networks, those with an adapter replaced by changed copies.
    private static Map<Part, Map<String, NDArray>> changed(
            Tensors tensors, BaseModel base, List<ModelSource.Adapter> adapters, List<Own> own, Spares spares)
            throws IOException {
        var weights = new EnumMap<Part, Map<String, NDArray>>(Part.class);
        weights.put(Part.UNET, new LinkedHashMap<>(base.unetWeights()));
        base.texts().forEach(text -> weights.put(text.part(), new LinkedHashMap<>(text.weights())));
        var files = new ArrayList<Adapters.Strength>();
        try {
            for (ModelSource.Adapter adapter : adapters) {
                files.add(new Adapters.Strength(open(base.adaptable(), adapter.file()), adapter.strength()));
            }
            Adapters.forEach(tensors, files, (site, lora) -> {
                String name = site.path() + ".weight";
                Map<String, NDArray> part = network(weights, site.part());
                NDArray weight = Objects.requireNonNull(part.get(name), name);
                boolean channelsLast = site.part() == Part.UNET && base.channelsLast(name);
                part.put(name, changed(tensors, weight, lora, channelsLast, own, spares));
            });
        } finally {
            files.forEach(strength -> strength.file().close());
        }
        return weights;
    }

    /// The file, matched with the layers of a model.
    static AdapterFile open(Map<Part, Map<String, long[]>> adaptable, String name) throws IOException {
        Path file = file(name, EngineFailure.ADAPTER_NOT_FOUND);
        try {
            return AdapterFile.open(file, adaptable);
        } catch (InvalidFileException e) {
            throw new EngineFault(EngineFailure.ADAPTER_UNUSABLE, Faults.message(e), e);
        }
    }

    /// A file that is there.
    /// @param missing the answer when it is not
    static Path file(String name, EngineFailure missing) {
        Path file = Path.of(name);
        if (!Files.isRegularFile(file)) {
            throw new EngineFault(missing, "There is no file " + file);
        }
        return file;
    }

    /// Teaches the text encoders words; all of them must have vectors for each.
    private static void learn(Tensors tensors, List<TextModel> texts, List<ModelSource.Word> words, List<Own> own)
            throws IOException {
        var lessons = new EnumMap<Part, List<Lesson>>(Part.class);
        try {
            for (ModelSource.Word word : words) {
                read(tensors, texts, word, lessons);
            }
            for (int i = 0; i < texts.size(); i++) {
                TextModel text = texts.get(i);
                texts.set(i, text.withWords(tensors, lessons.getOrDefault(text.part(), List.of())));
                own.add(new Own(texts.get(i).table(), false));
            }
        } catch (TokenizerException e) {
            throw WordFit.unusable(e);
        } finally {
            lessons.values()
                    .forEach(each -> each.forEach(lesson -> lesson.vectors().close()));
        }
    }

    /// Adds the vectors of a word to the lessons of each text encoder; the caller closes them.
    private static void read(
            Tensors tensors, List<TextModel> texts, ModelSource.Word word, Map<Part, List<Lesson>> lessons)
            throws IOException {
        Path file = file(word.file(), EngineFailure.WORD_NOT_FOUND);
        Map<Part, TextEncoder.Config> configs = new EnumMap<>(Part.class);
        texts.forEach(text -> configs.put(text.part(), text.config()));
        try (LearnedWord learned = WordFit.open(file, word.word(), configs)) {
            learned.vectors().forEach((part, stored) -> {
                NDArray vectors = tensors.load(stored.bytes(), stored.type(), stored.dimensions());
                lessons.computeIfAbsent(part, first -> new ArrayList<>()).add(new Lesson(word.word(), vectors));
            });
        }
    }

    /// @param channelsLast whether the weight lies so, if it is that of a convolution
    /// @return one of `own` from now on
    private static NDArray changed(
            Tensors tensors, NDArray weight, Lora lora, boolean channelsLast, List<Own> own, Spares spares) {
        NDArray spare = spares.take(weight, channelsLast);
        if (spare != null) {
            own.add(new Own(spare, channelsLast));
            tensors.step(false, () -> {
                lora.addInto(tensors, spare, weight, channelsLast);
                return null;
            });
            return spare;
        }
        NDArray copy = tensors.step(false, () -> {
            NDArray sum = lora.addedTo(tensors, weight);
            return tensors.keep(channelsLast ? Weights.channelsLast(tensors, sum) : sum);
        });
        own.add(new Own(copy, channelsLast));
        return copy;
    }

    @Override
    public void close() {
        own.forEach(each -> each.array().close());
    }
}
