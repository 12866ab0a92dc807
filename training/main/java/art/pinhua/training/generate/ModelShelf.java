package art.pinhua.training.generate;

import ai.djl.engine.EngineException;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.PredictionKind;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PredictionNote;
import art.pinhua.training.io.TinyFiles;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Model versions in memory, as many of the most recently used ones as a budget and the memory hold.
/// Versions of one pipeline share its weights, so that an adapter comes and goes without reading the
/// pipeline again. A folder or file that has changed is read anew.
public final class ModelShelf implements AutoCloseable {
    private final Tensors tensors;
    private final int kept;
    private final long budget;
    private final Precision precision;
    private final @Nullable PredictionKind prediction;
    private final Map<String, Version> versions = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, BaseModel> bases = new LinkedHashMap<>();

    private record Version(String base, AdaptedModel model, Painter painter) {
        void close() {
            painter.close();
            model.close();
        }
    }

    /// A shelf for one version, whose denoiser is taken to predict this, whatever its files say.
    /// @param prediction null for what the files say
    ModelShelf(Tensors tensors, Precision precision, @Nullable PredictionKind prediction) {
        this(tensors, 1, Long.MAX_VALUE, precision, prediction);
    }

    /// A shelf that only the number of versions limits.
    /// @param kept versions in memory, at least 1
    public ModelShelf(Tensors tensors, int kept, Precision precision) {
        this(tensors, kept, Long.MAX_VALUE, precision);
    }

    /// As above, fp32.
    public ModelShelf(Tensors tensors, int kept) {
        this(tensors, kept, Precision.FP32);
    }

    /// @param kept   versions in memory at most, at least 1
    /// @param budget bytes that their weights may take together, or the pipeline of a single one; what
    ///               drawing needs on top is not counted
    public ModelShelf(Tensors tensors, int kept, long budget, Precision precision) {
        this(tensors, kept, budget, precision, null);
    }

    private ModelShelf(
            Tensors tensors, int kept, long budget, Precision precision, @Nullable PredictionKind prediction) {
        if (kept < 1 || budget < 1) {
            throw new IllegalArgumentException(
                    "At least one model and one byte must be kept, were " + kept + " and " + budget);
        }
        this.tensors = tensors;
        this.kept = kept;
        this.budget = budget;
        this.precision = precision;
        this.prediction = prediction;
    }

    /// The painter of a model version, from memory or from its files; valid until the next call.
    public Painter painter(ModelSource source) throws IOException {
        return painter(source, () -> {});
    }

    /// As above.
    /// @param goOn called before the weights of each network are read; an exception of its ends the reading too
    Painter painter(ModelSource source, Runnable goOn) throws IOException {
        Path folder = Path.of(source.pipeline());
        if (!Files.isRegularFile(folder) && !Files.isRegularFile(folder.resolve("model_index.json"))) {
            throw new EngineFault(EngineFailure.MODEL_NOT_FOUND, "There is no pipeline in " + folder);
        }
        String base = modelFingerprint(folder);
        var key = new StringBuilder(base);
        for (ModelSource.Adapter adapter : source.adapters()) {
            key.append('\n')
                    .append(fingerprint(AdaptedModel.file(adapter.file(), EngineFailure.ADAPTER_NOT_FOUND)))
                    .append(" × ")
                    .append(adapter.strength());
        }
        if (source.words() != null) {
            for (ModelSource.Word word : source.words()) {
                key.append('\n')
                        .append(fingerprint(AdaptedModel.file(word.file(), EngineFailure.WORD_NOT_FOUND)))
                        .append(" = ")
                        .append(word.word());
            }
        }
        Version known = versions.get(key.toString());
        if (known != null) {
            return known.painter();
        }
        try {
            return load(key.toString(), base, source, goOn);
        } catch (CancellationException e) {
            throw e; // who gave up may come back at once: what was read stays
        } catch (IOException | RuntimeException | Error e) {
            closeUnusedBases();
            throw e;
        }
    }

    /// Where there is less memory than the budget allows, the least recently used versions go, one by
    /// one, until the wanted one finds room.
    private Painter load(String key, String base, ModelSource source, Runnable goOn) throws IOException {
        for (int before = versions.size(); ; before = versions.size()) {
            try (var spares = new Spares(tensors)) {
                return load(key, base, source, goOn, spares);
            } catch (EngineException | OutOfMemoryError full) {
                if (before == 0 || !Faults.wantsMemory(full)) {
                    throw full;
                }
            }
            if (versions.size() == before) { // else the spares have just been freed
                dropOldest().close();
                closeUnusedBases(base);
            }
            tensors.releaseUnused();
            System.err.printf("Memory does not suffice for one more model version beside %d%n", before);
        }
    }

    private Painter load(String key, String base, ModelSource source, Runnable goOn, Spares spares) throws IOException {
        BaseModel model = bases.get(base);
        makeRoom(base, required(model, source), spares);
        if (model == null) {
            model = BaseModel.read(tensors, Path.of(source.pipeline()), precision, Layout.QUICKEST, goOn);
            if (prediction != null) {
                model = model.predicting(prediction);
            }
            bases.put(base, model);
        }
        goOn.run();
        AdaptedModel adapted = AdaptedModel.of(tensors, model, source, spares);
        var painter = new Painter(tensors, adapted.networks(), () -> leaveOnly(key));
        versions.put(key, new Version(base, adapted, painter));
        while (versions.size() > 1 && held() > budget) { // a decoder for previews beside the model is known only now
            dropOldest().close();
            closeUnusedBases(base);
        }
        return painter;
    }

    /// Bytes that a pipeline's weights will take by themselves.
    /// @throws EngineFault when they are more than the engine may hold
    long required(Path folder) throws IOException {
        return required(null, new ModelSource(folder.toString(), List.of()));
    }

    /// Bytes that a version's weights will take beside what is in memory. By what its adapters and
    /// words change it may exceed the budget, alone: a pipeline that is drawn with takes adapters, too.
    /// @param model its pipeline, if that is
    /// @throws EngineFault when its pipeline takes more than the engine may hold
    private long required(@Nullable BaseModel model, ModelSource source) throws IOException {
        Path folder = Path.of(source.pipeline());
        long pipeline;
        long changed;
        if (model == null) {
            PipelineFiles files = PipelineFiles.open(folder);
            pipeline = BaseModel.bytes(files, precision);
            changed = AdaptedModel.bytes(files, source, precision);
        } else {
            pipeline = model.bytes();
            changed = AdaptedModel.bytes(model, source);
        }
        if (pipeline > budget) {
            throw new EngineFault(
                    EngineFailure.MODEL_TOO_LARGE,
                    "Without adapters and learned words, the weights of %s take %,d MiB, the engine may hold %,d MiB: "
                                    .formatted(folder, pipeline >> 20, budget >> 20)
                            + "raise pinhua.engine.memory"
                            + (precision == Precision.FP32 ? ", or set pinhua.engine.precision to bf16 or fp16" : ""));
        }
        return model == null ? pipeline + changed : changed;
    }

    /// Closes the least recently used versions until there is a place and `more` bytes.
    /// @param spares gets the copies of those of the wanted pipeline
    private void makeRoom(String wanted, long more, Spares spares) {
        closeUnusedBases(wanted);
        while (!versions.isEmpty() && (versions.size() >= kept || held() + more > budget)) {
            Version oldest = dropOldest();
            if (oldest.base().equals(wanted)) {
                oldest.painter().close();
                spares.add(oldest.model().own());
            } else {
                oldest.close();
            }
            closeUnusedBases(wanted);
        }
    }

    private Version dropOldest() {
        var versionsByUse = versions.values().iterator();
        Version oldest = versionsByUse.next();
        versionsByUse.remove();
        return oldest;
    }

    /// Bytes of all weights in memory.
    long held() {
        return bases.values().stream().mapToLong(BaseModel::bytes).sum()
                + versions.values().stream()
                        .mapToLong(version -> version.model().bytes())
                        .sum();
    }

    /// For a version that finds no memory to draw with: nobody draws with the others now. They go all
    /// at once, since each try may take as long as a picture.
    /// @return whether there were others
    private boolean leaveOnly(String key) {
        int before = versions.size() + bases.size();
        versions.entrySet().removeIf(version -> {
            boolean goes = !version.getKey().equals(key);
            if (goes) {
                version.getValue().close();
            }
            return goes;
        });
        closeUnusedBases();
        if (versions.size() + bases.size() == before) {
            return false;
        }
        tensors.releaseUnused();
        System.err.println("Memory does not suffice to draw beside other models: they were closed");
        return true;
    }

    private void closeUnusedBases(String... wanted) {
        var used = new LinkedHashSet<>(List.of(wanted));
        versions.values().forEach(version -> used.add(version.base()));
        bases.forEach((key, base) -> {
            if (!used.contains(key)) {
                base.close();
            }
        });
        bases.keySet().retainAll(used);
    }

    /// The pipelines in memory, most recently used last.
    List<EngineAnswer.Held> models() {
        var held = new LinkedHashMap<String, EngineAnswer.Held>();
        bases.forEach((base, model) -> add(held, base, model.bytes(), 0));
        versions.values()
                .forEach(version -> add(held, version.base(), version.model().bytes(), 1));
        return List.copyOf(held.values());
    }

    private static void add(LinkedHashMap<String, EngineAnswer.Held> held, String base, long bytes, int versions) {
        String folder = folder(base);
        var before = held.getOrDefault(folder, new EngineAnswer.Held(folder, 0, 0));
        held.putLast(folder, new EngineAnswer.Held(folder, before.bytes() + bytes, before.versions() + versions));
    }

    /// Of a fingerprint.
    private static String folder(String base) {
        return base.lines().findFirst().orElseThrow();
    }

    /// Frees the versions of one pipeline, or all; they are read again when asked for.
    /// @return bytes of their weights
    /// @throws EngineFault when nothing of that pipeline is in memory
    long unload(@Nullable String pipeline) {
        long before = held();
        if (pipeline == null) {
            clear();
            return before;
        }
        String folder = Path.of(pipeline).toString();
        if (bases.keySet().stream().noneMatch(base -> folder(base).equals(folder))) {
            throw new EngineFault(EngineFailure.MODEL_NOT_FOUND, "Nothing of " + folder + " is in memory");
        }
        versions.values().removeIf(version -> {
            boolean goes = folder(version.base()).equals(folder);
            if (goes) {
                version.close();
            }
            return goes;
        });
        closeUnusedBases();
        return before - held();
    }

    /// The [#fingerprint] of a pipeline; beside a checkpoint in one file lie its tokenizers, what
    /// makes its previews, and what it predicts.
    static String modelFingerprint(Path place) throws IOException {
        var all = new StringBuilder(fingerprint(place));
        for (String folder : List.of(PipelineFiles.TOKENIZER, PipelineFiles.TOKENIZER_2, TinyFiles.FOLDER)) {
            Path beside = place.resolveSibling(folder);
            if (Files.isRegularFile(place) && Files.isDirectory(beside)) {
                all.append('\n').append(fingerprint(beside));
            }
        }
        Path note = PredictionNote.beside(place);
        if (Files.isRegularFile(place) && Files.isRegularFile(note)) {
            all.append('\n').append(fingerprint(note));
        }
        return all.toString();
    }

    /// Name, size and time of all files below, so that a changed model is noticed without reading it.
    private static String fingerprint(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root, 3)) {
            var lines = new ArrayList<String>();
            lines.add(root.toString());
            for (Path file :
                    tree.filter(path -> Files.isRegularFile(path)).sorted().toList()) {
                lines.add(file + " " + Files.size(file) + " "
                        + Files.getLastModifiedTime(file).toMillis());
            }
            return String.join("\n", lines);
        }
    }

    /// Frees all models; they are read again when asked for.
    public void clear() {
        versions.values().forEach(Version::close);
        versions.clear();
        closeUnusedBases();
    }

    @Override
    public void close() {
        clear();
    }
}
