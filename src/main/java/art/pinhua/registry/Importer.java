package art.pinhua.registry;

import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.ImportResource.NewImport;
import art.pinhua.training.io.AdapterFile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Takes wishes for imports and the bytes of uploads, and hands them to a job.
@ApplicationScoped
class Importer {
    private static final int MOST_UPLOADS = 4;
    private static final int MOST_NAME = 200;

    private final ModelImports imports;
    private final Registry registry;
    private final ModelFiles files;
    private final Blobs blobs;
    private final Jobs jobs;
    private final Ids ids;
    private final AuditLog audit;
    private final Clock clock;
    private final Uploads uploads;
    private final AbandonedUploads abandoned;
    private final ImportPlaces places;
    private final UploadRoom room;
    private final long largest;

    Importer(
            ModelImports imports,
            Registry registry,
            ModelFiles files,
            Blobs blobs,
            Jobs jobs,
            Ids ids,
            AuditLog audit,
            Clock clock,
            Uploads uploads,
            AbandonedUploads abandoned,
            ImportPlaces places,
            UploadRoom room,
            @ConfigProperty(name = "pinhua.import.largest-upload", defaultValue = "16G") MemorySize largest) {
        this.imports = imports;
        this.registry = registry;
        this.files = files;
        this.blobs = blobs;
        this.jobs = jobs;
        this.ids = ids;
        this.audit = audit;
        this.clock = clock;
        this.uploads = uploads;
        this.abandoned = abandoned;
        this.places = places;
        this.room = room;
        this.largest = largest.asLongValue();
    }

    ModelImport one(UUID id) {
        return imports.byId(id).orElseThrow(() -> ProblemException.notFound("import", id));
    }

    long largestUpload() {
        return largest;
    }

    /// Of an adapter or a learned word.
    long largestAdapter() {
        return Math.min(largest, AdapterFile.LARGEST);
    }

    /// What is abandoned is dropped outside of the transaction that follows: what is refused next must
    /// not bring a row back whose bytes are gone.
    ModelImport begin(NewImport wish, String subject) {
        if (text(wish.path()).isEmpty()) {
            abandoned.drop(); // before uploads are counted: some may be this person's
        }
        return QuarkusTransaction.requiringNew().call(() -> begun(wish, subject));
    }

    private ModelImport begun(NewImport wish, String subject) {
        boolean forBase = wish.kind().forBase();
        if (forBase
                && (wish.baseModelId() == null
                        || registry.baseModel(wish.baseModelId()).isEmpty())) {
            throw ProblemException.invalid("baseModelId", "names no base model; adapters and words are made for one");
        }
        String path = text(wish.path());
        boolean upload = path.isEmpty();
        if (upload) {
            requireUpload(wish, subject);
        } else if (wish.size() != null) {
            throw ProblemException.invalid("size", "does not go with a path: nothing is sent then");
        }
        if (wish.prediction() != null && wish.kind() != ImportKind.BASE_MODEL) {
            throw ProblemException.invalid("prediction", "is said of base models only");
        }
        requireTokenizer(wish, path);
        var made = new ModelImport(
                ids.next(),
                wish.kind(),
                name(wish, path),
                upload ? null : places.allowed(path).toString(),
                forBase ? wish.baseModelId() : null,
                wish.size() == null ? 0 : wish.size(),
                0,
                null,
                "",
                wish.prediction(),
                wish.tokenizerOf(),
                text(wish.licence()),
                text(wish.origin()),
                subject,
                upload ? ImportState.UPLOADING : ImportState.QUEUED,
                null,
                null,
                null,
                null,
                false,
                clock.instant());
        imports.add(made);
        audit.record("import.begun", made.id(), details(made));
        if (!upload) {
            jobs.submit(ImportWork.KIND, made.id());
        }
        return made;
    }

    private static Map<String, Object> details(ModelImport made) {
        var details = new TreeMap<String, Object>();
        details.put("kind", made.kind());
        details.put("name", made.name());
        details.put("licence", made.licence());
        details.put("origin", made.origin());
        if (made.tokenizerOf() != null) {
            details.put("tokenizerOf", made.tokenizerOf());
        }
        return details;
    }

    /// A checkpoint in one file holds no tokenizer, and nothing can be sent beside it: better said now
    /// than after gigabytes.
    private void requireTokenizer(NewImport wish, String path) {
        String file = (path.isEmpty() ? text(wish.fileName()) : path).toLowerCase(Locale.ROOT);
        var of = wish.tokenizerOf();
        if (of == null) {
            if (wish.kind() == ImportKind.BASE_MODEL && path.isEmpty() && file.endsWith(".safetensors")) {
                throw ProblemException.invalid("tokenizerOf", "must be said of a checkpoint that is sent by itself");
            }
            return;
        }
        if (wish.kind() != ImportKind.BASE_MODEL || file.endsWith(".zip")) {
            throw ProblemException.invalid("tokenizerOf", "is said of checkpoints in one file only");
        }
        var model = registry.baseModel(of)
                .orElseThrow(() -> ProblemException.invalid("tokenizerOf", "names no base model that is known"));
        var place = files.pipeline(model);
        if (!CheckpointCopy.hasTokenizer(place)) {
            throw ProblemException.invalid("tokenizerOf", "names a base model without a folder tokenizer");
        }
        if (!CheckpointCopy.hasWordsOfClip(place)) {
            throw ProblemException.invalid("tokenizerOf", "names a base model whose tokenizer is not CLIP's");
        }
    }

    private void requireUpload(NewImport wish, String subject) {
        if (Pickles.named(text(wish.fileName()))) {
            throw ProblemException.invalid("fileName", Pickles.REFUSAL);
        }
        Long size = wish.size();
        if (size == null) {
            throw ProblemException.invalid(
                    "path", "is missing: where it lies on the machine of the application; or a size, to send it");
        }
        long most = wish.kind().forBase() ? largestAdapter() : largest;
        if (size > most) {
            throw ProblemException.invalid("size", "must be at most " + most + " bytes");
        }
        room.require(size);
        if (imports.uploadsOf(subject) >= MOST_UPLOADS) {
            throw new ProblemException(
                    RegistryProblem.TOO_MANY_UPLOADS,
                    MOST_UPLOADS + " of your uploads are under way; finish or cancel one.");
        }
    }

    private static String name(NewImport wish, String path) {
        return wish.kind() == ImportKind.LEARNED_WORD
                ? NewWord.checked(given(wish, path.replaceFirst("(?i)\\.safetensors$", "")))
                : given(wish, path);
    }

    /// Without a name, the last part of the path.
    private static String given(NewImport wish, String path) {
        String name = text(wish.name());
        if (!name.isEmpty()) {
            return name;
        }
        if (path.isEmpty()) {
            throw ProblemException.invalid("name", "is missing");
        }
        String last = path.replaceFirst("[/\\\\]+$", "").replaceFirst("^.*[/\\\\]", "");
        return last.isEmpty() ? path : last.substring(0, Math.min(last.length(), MOST_NAME));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }

    /// Takes the next bytes of an upload. The same part sent again after a lost answer is refused with
    /// the place to go on from. A part without room on the disk is refused until there is some. No
    /// bytes at the end of the file finish what a failure, or want of room, left unfinished.
    ModelImport take(UUID id, long offset, byte[] bytes, String subject) {
        var upload = owned(id, subject);
        if (upload.state() != ImportState.UPLOADING || offset != upload.received()) {
            throw elsewhere(upload);
        }
        if (bytes.length == 0 && offset == upload.size()) {
            if (!uploads.holds(id, offset)) {
                throw lost(id, offset);
            }
            finish(upload);
            return one(id);
        }
        if (bytes.length == 0 || bytes.length > upload.size() - offset) {
            throw ProblemException.invalid(
                    "offset", "and the body reach beyond the file: " + (upload.size() - offset) + " bytes are missing");
        }
        if (!room.within(bytes.length, () -> uploads.write(id, offset, bytes))) {
            throw lost(id, offset);
        }
        if (!QuarkusTransaction.requiringNew().call(() -> imports.advance(id, offset, bytes.length))) {
            throw overtaken(id);
        }
        if (offset + bytes.length == upload.size()) {
            finish(upload);
        }
        return one(id);
    }

    private static ProblemException elsewhere(ModelImport upload) {
        return new ProblemException(
                RegistryProblem.UPLOAD_ELSEWHERE,
                "The import is " + upload.state() + " and has " + upload.received() + " of " + upload.size()
                        + " bytes; go on from there.");
    }

    /// The bytes before the offset are gone, as after a backup was restored, or because another request
    /// has finished the upload, which then stays as it is.
    private ProblemException lost(UUID id, long offset) {
        imports.lost(id, offset);
        return elsewhere(one(id));
    }

    /// Another request sent the same bytes, or ended the upload, whose file ours may have made anew.
    private ProblemException overtaken(UUID id) {
        var upload = one(id);
        if (upload.over()) {
            uploads.drop(id);
        }
        return elsewhere(upload);
    }

    /// The file of an adapter or a word becomes a blob at once; what is a zip stays where it is until
    /// the job has unpacked it.
    private void finish(ModelImport wish) {
        boolean blob = wish.kind() == ImportKind.LEARNED_WORD || wish.kind() == ImportKind.ADAPTER && !isZip(wish);
        String sha256 = blob ? stored(wish) : null;
        QuarkusTransaction.requiringNew().run(() -> {
            if (imports.uploaded(wish.id(), sha256)) {
                audit.record("import.uploaded", wish.id(), Map.of("name", wish.name(), "size", wish.size()));
                jobs.submit(ImportWork.KIND, wish.id());
            }
        });
        if (blob) {
            uploads.drop(wish.id());
        }
    }

    private String stored(ModelImport wish) {
        Path file = uploads.of(wish.id());
        var blob = room.within(wish.size(), () -> blobs.store(file));
        return blob.sha256();
    }

    private boolean isZip(ModelImport wish) {
        try {
            return ZipModel.isZip(uploads.of(wish.id()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the upload " + wish.id(), e);
        }
    }

    /// Any administrator may: an upload that nobody goes on with takes room.
    @Transactional
    void cancel(UUID id) {
        var wish = one(id);
        if (wish.state() == ImportState.CANCELLED) {
            return;
        }
        if (wish.over()) {
            throw new ProblemException(RegistryProblem.IMPORT_OVER, "The import is " + wish.state() + " already.");
        }
        audit.record("import.cancelled", id, Map.of("name", wish.name()));
        var job = jobs.live(ImportWork.KIND, id);
        if (job.isPresent()) {
            jobs.cancel(job.get().id());
        } else {
            imports.ended(id, ImportState.CANCELLED, null);
            uploads.drop(id);
        }
    }

    private ModelImport owned(UUID id, String subject) {
        var wish = one(id);
        if (!wish.requestedBy().equals(subject)) {
            throw new ProblemException(CommonProblem.NOT_ALLOWED, "Only who began an import can go on with it.");
        }
        return wish;
    }
}
