package art.pinhua.registry;

import art.pinhua.platform.DiskRoom;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Job;
import art.pinhua.platform.jobs.JobFailed;
import art.pinhua.platform.jobs.JobLane;
import art.pinhua.platform.jobs.JobWaits;
import art.pinhua.platform.jobs.JobWork;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.jobs.RunningJob;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.contract.PredictionKind;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.PredictionNote;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The job of one import: the engine looks into the files, of models at headers and settings alone,
/// then the model, adapter or learned word becomes known.
@ApplicationScoped
class ImportWork implements JobWork {
    static final String KIND = "import-model";

    /// What a checkpoint is called that was sent by itself: people's names are no names of files.
    private static final String SENT = "checkpoint.safetensors";

    private final ModelImports imports;
    private final Registry registry;
    private final KnownModels known;
    private final ModelFiles files;
    private final ModelInspector inspector;
    private final Blobs blobs;
    private final Instance<Jobs> jobs; // asked late: the jobs know all works
    private final ImportPlaces places;
    private final Uploads uploads;
    private final ImportedFolders imported;
    private final PeftFiles peftFiles;
    private final DiskRoom room;

    ImportWork(
            ModelImports imports,
            Registry registry,
            KnownModels known,
            ModelFiles files,
            ModelInspector inspector,
            Blobs blobs,
            Instance<Jobs> jobs,
            ImportPlaces places,
            Uploads uploads,
            ImportedFolders imported,
            PeftFiles peftFiles,
            DiskRoom room) {
        this.imports = imports;
        this.registry = registry;
        this.known = known;
        this.files = files;
        this.inspector = inspector;
        this.blobs = blobs;
        this.jobs = jobs;
        this.places = places;
        this.uploads = uploads;
        this.imported = imported;
        this.peftFiles = peftFiles;
        this.room = room;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobLane lane() {
        return JobLane.IMPORT;
    }

    /// The job that works on an import now.
    Optional<Job> job(ModelImport wish) {
        return wish.over() || wish.state() == ImportState.UPLOADING
                ? Optional.empty()
                : jobs.get().live(KIND, wish.id());
    }

    @Override
    public void run(RunningJob job) throws InterruptedException {
        var wish = imports.byId(job.subjectId())
                .orElseThrow(() -> new JobFailed("There is no import " + job.subjectId() + "."));
        if (wish.over()) {
            return;
        }
        job.write(() -> imports.started(wish.id()));
        imported.removeBefore(wish.id(), job.attempt());
        try {
            Supplier<Made> entry = switch (wish.kind()) {
                case BASE_MODEL -> baseModel(job, wish);
                case ADAPTER -> adapter(job, wish);
                case LEARNED_WORD -> learnedWord(job, wish);
            };
            job.write(() -> imports.done(wish, entry.get())); // at once: what was let in is not let in again
        } catch (ModelRefused e) {
            job.check(); // a cancelled look is refused too
            throw new JobFailed(Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        } catch (ProblemException e) {
            throw new JobFailed(e.detail(), e);
        } catch (IOException e) {
            throw new JobFailed(Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
    }

    /// What came of an import.
    /// @param id      of the model version, or of the learned word
    /// @param knownAs the name of a base model or an adapter that was known before
    /// @param moved   whether that model is read from another place from now on
    record Made(UUID id, @Nullable String knownAs, boolean moved) {
        static Made of(UUID id) {
            return new Made(id, null, false);
        }

        static Made of(Registry.Registered made) {
            var adapter = made.version().adapter();
            String name = adapter == null ? made.version().baseModel().name() : adapter.name();
            return new Made(made.version().id(), made.known() ? name : null, made.moved());
        }
    }

    private Supplier<Made> baseModel(RunningJob job, ModelImport wish) throws InterruptedException, IOException {
        Path given = given(wish);
        Path place = given;
        if (ZipModel.isZip(given)) {
            if (wish.tokenizerOf() != null) {
                throw new ModelRefused("A zip brings its tokenizers along; those of another model are for checkpoints"
                        + " in one file.");
            }
            place = unpacked(job, wish, given);
        } else {
            places.requireLinksWithin(given);
            requireNoPickle(given);
        }
        if (wish.tokenizerOf() != null) {
            place = withTokenizersOf(wish.tokenizerOf(), job, wish, given);
        }
        if (place.equals(given) && wish.path() == null) {
            throw new ModelRefused("This file is no zip. A model is sent as a zip of its folder in diffusers layout, or"
                    + " of a checkpoint in one safetensors file with its folder tokenizer beside it; the checkpoint"
                    + " alone, only with the tokenizer of a base model that is known.");
        }
        if (Files.isDirectory(place) && !Files.isRegularFile(place.resolve("model_index.json"))) {
            throw new ModelRefused(place + " holds no model_index.json.");
        }
        if (wish.prediction() != null) {
            place = predicting(wish.prediction(), job, wish, place);
        }
        var found = inspector.pipeline(place.toString(), job);
        job.check();
        String folder = imported.stored(place);
        var step = new ByteProgress(job);
        var digest = ModelDigest.of(place, step::begin, step::add);
        var reading =
                new PipelineReading(found.width(), found.height(), found.parameters(), found.predictionType(), digest);
        var provenance =
                new Registry.Provenance(found.pipelineClass(), wish.licence(), wish.origin(), wish.requestedBy());
        var again = known.of(digest, place, step::begin, step::add);
        return () -> {
            var model = again.map(each -> each.homeless()
                            ? registry.moveBaseModel(each.model(), folder, found.sampling(), provenance)
                            : registry.knownBaseModel(each.model(), found.sampling()))
                    .orElseGet(() ->
                            registry.registerBaseModel(wish.name(), folder, reading, found.sampling(), provenance));
            UUID id = model.version().baseModel().id();
            registry.noteLayers(id, found.layersDigest());
            registry.noteTextLayers(id, found.mostClipSkip());
            return Made.of(model);
        };
    }

    private Path unpacked(RunningJob job, ModelImport wish, Path zip) throws IOException {
        var step = new ByteProgress(job);
        return ZipModel.unpack(zip, own(job, wish), bytes -> begin(step, bytes), bytes -> goOn(step, bytes));
    }

    /// A copy of the checkpoint with the tokenizers of a known model beside it.
    private Path withTokenizersOf(UUID baseModelId, RunningJob job, ModelImport wish, Path checkpoint)
            throws IOException {
        if (Files.isDirectory(checkpoint)) {
            throw new ModelRefused("A folder in diffusers layout has its own tokenizers; those of another model are for"
                    + " checkpoints in one file.");
        }
        var base = registry.baseModel(baseModelId).orElseThrow(() -> new JobFailed("The base model is gone."));
        Path model = files.pipeline(base);
        places.requireLinksWithin(model);
        if (!CheckpointCopy.hasTokenizer(model)) {
            throw new ModelRefused("The base model " + base.name() + " has no folder tokenizer any longer.");
        }
        String name = wish.path() == null ? SENT : String.valueOf(checkpoint.getFileName());
        return copy(job, wish).of(checkpoint, name, model);
    }

    private CheckpointCopy copy(RunningJob job, ModelImport wish) {
        var step = new ByteProgress(job);
        return new CheckpointCopy(own(job, wish), bytes -> begin(step, bytes), bytes -> goOn(step, bytes));
    }

    /// The checkpoint with a note of what it predicts beside it. What lies in a folder of the machine is
    /// copied first.
    private Path predicting(PredictionKind prediction, RunningJob job, ModelImport wish, Path place)
            throws IOException {
        if (Files.isDirectory(place)) {
            throw new ModelRefused("A folder in diffusers layout says in scheduler/scheduler_config.json what it"
                    + " predicts; a choice is for checkpoints in one file.");
        }
        Path checkpoint =
                place.startsWith(own(job, wish)) ? place : copy(job, wish).of(place);
        PredictionNote.write(checkpoint, prediction);
        return checkpoint;
    }

    /// Where this attempt lays what stays.
    private Path own(RunningJob job, ModelImport wish) {
        return imported.folder(wish.id(), job.attempt());
    }

    /// Of what writes so many bytes, once there is room for them.
    private void begin(ByteProgress step, long bytes) {
        requireRoom(bytes);
        step.begin(bytes);
    }

    /// Ends the work when nobody wants it any longer, or others took the room for it.
    private void goOn(ByteProgress step, long bytes) {
        step.add(bytes);
        requireRoom(0);
    }

    private Supplier<Made> adapter(RunningJob job, ModelImport wish) throws InterruptedException, IOException {
        var sound = sound(job, wish, (file, pipeline) -> inspector.adapter(file, pipeline, job));
        var found = sound.found().madeOf(sound.file().madeOf());
        var adapter = new NewAdapter(
                sound.base().id(),
                sound.file().sha256(),
                wish.name(),
                found.rank(),
                found.alpha(),
                found.targetModules(),
                found.parameters());
        return () -> Made.of(registry.importAdapter(adapter, found, provenance(wish)));
    }

    private Supplier<Made> learnedWord(RunningJob job, ModelImport wish) throws InterruptedException, IOException {
        var sound = sound(job, wish, (file, pipeline) -> inspector.word(file, pipeline, job));
        var word = new NewWord(
                sound.base().id(),
                wish.name(),
                sound.file().sha256(),
                sound.found().tokens());
        return () -> Made.of(registry.importWord(word, provenance(wish)).id());
    }

    private static Registry.Provenance provenance(ModelImport wish) {
        return new Registry.Provenance("", wish.licence(), wish.origin(), wish.requestedBy());
    }

    @FunctionalInterface
    private interface Look<T> {
        T at(String file, String pipeline) throws InterruptedException;
    }

    /// A file that fits its base model.
    /// @param found what the look at it told
    private record Sound<T>(ModelVersion.BaseModel base, KeptFile file, T found) {}

    private <T> Sound<T> sound(RunningJob job, ModelImport wish, Look<T> look)
            throws InterruptedException, IOException {
        var base = registry.baseModel(Objects.requireNonNull(wish.baseModelId()))
                .orElseThrow(() -> new JobFailed("The base model is gone."));
        job.progress(0, 1, "");
        var kept = kept(job, wish);
        Path file = blobs.file(kept.sha256());
        requireNoPickle(file);
        var found = looked(wish, file, files.pipeline(base), look);
        job.check();
        job.progress(1, 1, "");
        return new Sound<>(base, kept, found);
    }

    /// A blob is called by its digest; people know the name they gave.
    private static <T> T looked(ModelImport wish, Path file, Path pipeline, Look<T> look) throws InterruptedException {
        try {
            return look.at(file.toString(), pipeline.toString());
        } catch (ModelRefused e) {
            String why = Objects.requireNonNullElse(e.getMessage(), e.toString());
            throw new ModelRefused(why.replace(file.getFileName().toString(), wish.name()), e);
        }
    }

    /// @throws JobWaits while so many bytes more would take what is kept for votes
    private void requireRoom(long bytes) {
        room.troubleWith(bytes).ifPresent(trouble -> {
            throw new JobWaits(trouble);
        });
    }

    private static void requireNoPickle(Path file) throws IOException {
        if (Pickles.is(file)) {
            throw new ModelRefused("PICKLE: The file " + Pickles.REFUSAL + ".");
        }
    }

    /// Keeps the file as a blob, unless it is one since its upload or an earlier attempt: what is drawn
    /// with must not change under our hands, and what it came from may be gone.
    private KeptFile kept(RunningJob job, ModelImport wish) throws IOException {
        if (wish.sha256() != null) {
            return new KeptFile(wish.sha256(), wish.madeOf());
        }
        Path given = given(wish);
        boolean peft = wish.kind() == ImportKind.ADAPTER && PeftFiles.are(given);
        var kept = peft ? joined(job, wish, given) : taken(job, given);
        job.write(() -> imports.hashed(wish.id(), kept));
        return kept;
    }

    /// Where it lies that was named or sent.
    private Path given(ModelImport wish) {
        if (wish.path() != null) {
            return places.allowed(wish.path());
        }
        Path sent = uploads.of(wish.id());
        if (!Files.exists(sent)) {
            throw new ModelRefused(Uploads.GONE);
        }
        return sent;
    }

    private KeptFile joined(RunningJob job, ModelImport wish, Path given) throws IOException {
        if (!ZipModel.isZip(given)) { // of which each entry is looked at, and the one at fault named
            requireNoPickle(given);
        }
        return peftFiles.keep(imported.desk(wish.id(), job.attempt()), given, this::requireRoom, () -> live(job));
    }

    /// A sign of life where nobody says how many bytes there are; ends the work as well.
    private static void live(RunningJob job) {
        job.stillWanted();
        job.check();
    }

    private KeptFile taken(RunningJob job, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelRefused("One safetensors file is wanted, and " + file + " is a folder.");
        }
        long size = Files.size(file);
        if (size > AdapterFile.LARGEST) {
            throw new ModelRefused("The file has " + size + " bytes, at most " + AdapterFile.LARGEST + " are taken.");
        }
        requireRoom(size);
        var step = new ByteProgress(job);
        step.begin(size);
        try (var bytes = WatchedFile.open(file, step::add)) {
            return new KeptFile(blobs.store(bytes).sha256(), "");
        }
    }

    /// Whatever came of it, what was sent or unpacked for it and is not drawn with takes no room any longer.
    @Override
    public void ended(Job job) {
        var id = job.subjectId();
        switch (job.state()) {
            case CANCELLED -> imports.ended(id, ImportState.CANCELLED, null);
            case FAILED, DEAD -> imports.ended(id, ImportState.FAILED, job.message());
            case DONE, READY, RUNNING -> {} // a done import says so together with what became known
        }
        if (imports.byId(id).filter(ModelImport::over).isPresent()) {
            uploads.drop(id);
            imported.removeUnless(id, job.attempt(), registry.baseModels());
        }
    }
}
