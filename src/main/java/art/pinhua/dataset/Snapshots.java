package art.pinhua.dataset;

import art.pinhua.curation.Curations;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.blob.BlobMissing;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.PreferenceGroup.Split;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.WireException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/// Freezes preferences and puts them on disk for whoever trains.
///
/// The rows are the record; a folder on disk is a copy that can be made again at any time, from rows and blobs.
@ApplicationScoped
public class Snapshots {

    private final Curations curations;
    private final SnapshotRows rows;
    private final Blobs blobs;
    private final DataFolder data;
    private final Ids ids;
    private final Clock clock;
    private final AuditLog audit;

    Snapshots(
            Curations curations,
            SnapshotRows rows,
            Blobs blobs,
            DataFolder data,
            Ids ids,
            Clock clock,
            AuditLog audit) {
        this.curations = curations;
        this.rows = rows;
        this.blobs = blobs;
        this.data = data;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
    }

    public List<Snapshot> all() {
        return rows.all();
    }

    /// @throws ProblemException if there is none
    public Snapshot byId(UUID id) {
        return rows.byId(id).orElseThrow(() -> ProblemException.notFound("snapshot", id));
    }

    /// Freezes a curation run; the same content again gives the snapshot that is there.
    Snapshot freeze(UUID curationId, String name, String person) {
        var set =
                curations.preferences(curationId).orElseThrow(() -> ProblemException.notFound("curation", curationId));
        if (set.groups().isEmpty()) {
            throw new ProblemException(
                    DatasetProblem.NO_PREFERENCES,
                    "Of " + set.votes() + " votes " + set.kept()
                            + " count, and they prefer no image to another. Collect more votes, then curate again.");
        }
        var base = rows.baseModelOf(set.campaignId());
        var content = SnapshotContent.of(set, base.digest());
        content.images().forEach(this::requireBytes);
        var snapshot = new Snapshot(
                ids.next(),
                curationId,
                set.campaignId(),
                name,
                content.manifest().digest(),
                base.id(),
                SnapshotRows.count(content.groups(), Split.TRAIN),
                SnapshotRows.count(content.groups(), Split.HELDOUT),
                content.manifest().counts().getOrDefault("pairs", 0L).intValue(),
                content.images().size(),
                person,
                clock.instant());
        Path folder = build(
                snapshot.digest(),
                content.images(),
                draft -> SnapshotFiles.write(draft, content.manifest(), content.groups()));
        String manifest = read(folder.resolve("snapshot.json"));
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.byDigest(snapshot.digest()).orElseGet(() -> {
                    rows.insert(snapshot, content, manifest);
                    audit.record("snapshot.frozen", snapshot.id(), Map.of("name", name, "digest", snapshot.digest()));
                    return rows.byId(snapshot.id()).orElse(snapshot);
                }));
    }

    /// The snapshot's folder, complete: made again where it is missing or damaged.
    ///
    /// @throws ProblemException naming the image whose bytes are nowhere
    public Path folder(UUID id) {
        var snapshot = byId(id);
        Path folder = data.folder("snapshots").resolve(snapshot.digest());
        if (!intact(folder, snapshot.digest())) {
            var texts = rows.texts(id);
            build(snapshot.digest(), texts.images(), draft -> {
                Files.writeString(draft.resolve("snapshot.json"), texts.manifest());
                Files.writeString(draft.resolve("preferences.jsonl"), texts.preferences());
            });
            if (!intact(folder, snapshot.digest())) {
                throw new ProblemException(
                        DatasetProblem.SNAPSHOT_DAMAGED,
                        "Snapshot " + id + " does not give digest " + snapshot.digest() + " any more.");
            }
        }
        return folder;
    }

    String manifestText(UUID id) {
        byId(id);
        return rows.texts(id).manifest();
    }

    /// Writes the texts of a snapshot into a folder that holds its images already.
    private interface Writing {
        void write(Path draft) throws IOException;
    }

    /// Builds beside the place, then moves the folder there in one step.
    private Path build(String digest, Collection<String> images, Writing writing) {
        Path home = data.folder("snapshots");
        Path target = home.resolve(digest);
        try {
            if (intact(target, digest)) {
                return target;
            }
            Path draft = Files.createTempDirectory(home, "draft");
            Files.createDirectories(draft.resolve("images"));
            for (String sha256 : images) {
                place(requireBytes(sha256), SnapshotFiles.image(draft, sha256));
            }
            writing.write(draft);
            if (Files.exists(target)) {
                Files.move(target, home.resolve("damaged-" + ids.next()));
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the snapshot folder " + target, e);
        }
    }

    /// A blob never changes, so a second name for its bytes will do where the disk allows it.
    private static void place(Path blob, Path image) throws IOException {
        try {
            Files.createLink(image, blob);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(blob, image);
        }
    }

    private static boolean intact(Path folder, String digest) {
        try {
            Predicate<String> there = sha256 -> Files.exists(SnapshotFiles.image(folder, sha256));
            return Files.exists(folder.resolve("snapshot.json"))
                    && SnapshotFiles.manifest(folder).digest().equals(digest)
                    && SnapshotFiles.groups(folder).stream()
                            .map(PreferenceGroup::images)
                            .flatMap(List::stream)
                            .allMatch(there);
        } catch (IOException | WireException e) {
            return false;
        }
    }

    private Path requireBytes(String sha256) {
        try {
            return blobs.file(sha256);
        } catch (BlobMissing e) {
            throw new ProblemException(
                    DatasetProblem.IMAGE_BYTES_MISSING,
                    "The bytes of image " + sha256 + " are missing or damaged; restore the blob, then try again.");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
