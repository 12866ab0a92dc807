package art.pinhua.registry;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.ImportResource.NewImport;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Takes wishes for imports and the bytes of uploads, and hands them to a job.
@ApplicationScoped
class Importer {
    private static final int MOST_UPLOADS = 4;

    private final ModelImports imports;
    private final Registry registry;
    private final Blobs blobs;
    private final Jobs jobs;
    private final Ids ids;
    private final AuditLog audit;
    private final Clock clock;
    private final Path drafts;
    private final long largest;

    Importer(
            ModelImports imports,
            Registry registry,
            Blobs blobs,
            Jobs jobs,
            Ids ids,
            AuditLog audit,
            Clock clock,
            DataFolder data,
            @ConfigProperty(name = "pinhua.import.largest-upload", defaultValue = "2147483648") long largest) {
        this.imports = imports;
        this.registry = registry;
        this.blobs = blobs;
        this.jobs = jobs;
        this.ids = ids;
        this.audit = audit;
        this.clock = clock;
        this.drafts = data.folder("uploads");
        this.largest = largest;
    }

    ModelImport one(UUID id) {
        return imports.byId(id).orElseThrow(() -> ProblemException.notFound("import", id));
    }

    @Transactional
    ModelImport begin(NewImport wish, String subject) {
        boolean adapter = wish.kind() == ImportKind.ADAPTER;
        if (adapter) {
            requireUpload(wish, subject);
        } else if (wish.path() == null || wish.path().isBlank()) {
            throw ProblemException.invalid("path", "is missing: where the model lies on the machine of the application");
        }
        String path = adapter ? null : existing(wish.path());
        var made = new ModelImport(
                ids.next(),
                wish.kind(),
                name(wish),
                path,
                adapter ? wish.baseModelId() : null,
                adapter && wish.size() != null ? wish.size() : 0,
                0,
                null,
                text(wish.licence()),
                text(wish.origin()),
                subject,
                adapter ? ImportState.UPLOADING : ImportState.QUEUED,
                null,
                null,
                clock.instant());
        imports.add(made);
        audit.record(
                "import.begun",
                made.id(),
                Map.of("kind", made.kind(), "name", made.name(), "licence", made.licence(), "origin", made.origin()));
        if (adapter) {
            dropAbandoned();
        } else {
            jobs.submit(ImportWork.KIND, made.id(), "{}");
        }
        return made;
    }

    private void requireUpload(NewImport wish, String subject) {
        if (wish.baseModelId() == null || registry.baseModel(wish.baseModelId()).isEmpty()) {
            throw ProblemException.invalid("baseModelId", "names no base model; an adapter is made for one");
        }
        if (wish.size() == null || wish.size() > largest) {
            throw ProblemException.invalid("size", "must tell the bytes of the file, at most " + largest);
        }
        if (imports.uploadsOf(subject) >= MOST_UPLOADS) {
            throw new ProblemException(
                    RegistryProblem.TOO_MANY_UPLOADS,
                    MOST_UPLOADS + " of your uploads are under way; finish or cancel one.");
        }
    }

    private static String name(NewImport wish) {
        String name = text(wish.name());
        if (!name.isEmpty()) {
            return name;
        }
        if (wish.path() == null || wish.path().isBlank()) {
            throw ProblemException.invalid("name", "is missing");
        }
        Path last = Path.of(wish.path()).getFileName();
        return last == null ? wish.path() : last.toString();
    }

    private static String existing(@Nullable String path) {
        try {
            Path place = Path.of(text(path)).toAbsolutePath().normalize();
            if (Files.isDirectory(place) || Files.isRegularFile(place)) {
                return place.toString();
            }
            throw ProblemException.invalid("path", "is no folder or file on the machine of the application: " + place);
        } catch (InvalidPathException e) {
            throw ProblemException.invalid("path", "is no path: " + e.getReason());
        }
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }

    /// Takes the next bytes of an upload. The same part sent again after a lost answer is refused with the place to go
    /// on from.
    ModelImport take(UUID id, long offset, byte[] bytes, String subject) {
        var upload = owned(id, subject);
        if (upload.state() != ImportState.UPLOADING || offset != upload.received()) {
            throw new ProblemException(
                    RegistryProblem.UPLOAD_ELSEWHERE,
                    "The import is " + upload.state() + " and has " + upload.received() + " of " + upload.size()
                            + " bytes; go on from there.");
        }
        if (bytes.length == 0 || bytes.length > upload.size() - offset) {
            throw ProblemException.invalid(
                    "offset", "and the body reach beyond the file: " + (upload.size() - offset) + " bytes are missing");
        }
        write(draft(id), offset, bytes);
        if (!QuarkusTransaction.requiringNew().call(() -> imports.advance(id, offset, bytes.length))) {
            throw new ProblemException(RegistryProblem.UPLOAD_ELSEWHERE, "Another request sent the same bytes.");
        }
        if (offset + bytes.length == upload.size()) {
            finish(id);
        }
        return one(id);
    }

    private void finish(UUID id) {
        String sha256 = blobs.store(draft(id)).sha256();
        QuarkusTransaction.requiringNew().run(() -> {
            if (imports.uploaded(id, sha256)) {
                audit.record("import.uploaded", id, Map.of("sha256", sha256));
                jobs.submit(ImportWork.KIND, id, "{}");
            }
        });
        drop(id);
    }

    @Transactional
    void cancel(UUID id, String subject) {
        var wish = owned(id, subject);
        if (wish.state() == ImportState.CANCELLED) {
            return;
        }
        if (wish.over()) {
            throw new ProblemException(RegistryProblem.IMPORT_OVER, "The import is " + wish.state() + " already.");
        }
        jobs.live(ImportWork.KIND, id)
                .ifPresentOrElse(
                        job -> jobs.cancel(job.id()), () -> imports.ended(id, ImportState.CANCELLED, null));
        audit.record("import.cancelled", id, Map.of("name", wish.name()));
        drop(id);
    }

    private ModelImport owned(UUID id, String subject) {
        var wish = one(id);
        if (!wish.requestedBy().equals(subject)) {
            throw new ProblemException(CommonProblem.NOT_ALLOWED, "Only who began an import can go on with it.");
        }
        return wish;
    }

    // ---- drafts

    private Path draft(UUID id) {
        return drafts.resolve(id + ".part");
    }

    private static void write(Path file, long offset, byte[] bytes) {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest, offset + rest.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the upload " + file, e);
        }
    }

    private void drop(UUID id) {
        try {
            Files.deleteIfExists(draft(id));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot drop the upload " + id, e);
        }
    }

    private void dropAbandoned() {
        imports.abandoned().forEach(id -> {
            imports.ended(id, ImportState.FAILED, "The upload was not finished within a day.");
            drop(id);
        });
    }
}
