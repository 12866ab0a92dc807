package art.pinhua.dataset;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.Ids;
import art.pinhua.platform.blob.BlobMissing;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.WireException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;

/// Snapshots on disk, each in a folder named by its digest: a copy that can be made again from rows and blobs.
@Singleton
class SnapshotFolders {
    private static final String DRAFT = "draft";
    /// What a process that was killed left half done is nobody's after so long.
    private static final Duration DRAFT_LIFE = Duration.ofDays(1);

    private final Blobs blobs;
    private final DataFolder data;
    private final Ids ids;
    private final Clock clock;

    SnapshotFolders(Blobs blobs, DataFolder data, Ids ids, Clock clock) {
        this.blobs = blobs;
        this.data = data;
        this.ids = ids;
        this.clock = clock;
    }

    /// Writes the texts of a snapshot into a folder that holds its other parts already.
    interface Writing {
        void write(Path draft) throws IOException;
    }

    /// Hears how many images are in place; what it throws ends the work.
    interface Listener {
        void told(int done, int total);
    }

    Path of(String digest) {
        return home().resolve(digest);
    }

    /// Builds beside the place, then moves the folder there in one step. Each part is read once
    /// and checked.
    ///
    /// @throws ProblemException naming the image or word whose bytes are nowhere
    Path build(String digest, SnapshotParts parts, Writing writing, Listener listener) {
        Path target = of(digest);
        try {
            if (intact(digest)) {
                return target;
            }
            removeOldDrafts();
            Path draft = Files.createTempDirectory(home(), DRAFT);
            try {
                fill(draft, parts, listener);
                writing.write(draft);
                settle(draft, digest);
            } finally {
                remove(draft); // gone already, if all went well
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the snapshot folder " + target, e);
        }
    }

    boolean intact(String digest) {
        return intact(of(digest), digest);
    }

    private static boolean intact(Path folder, String digest) {
        try {
            return Files.exists(folder.resolve("snapshot.json"))
                    && SnapshotFiles.manifest(folder).digest().equals(digest)
                    && SnapshotParts.of(folder).lieIn(folder);
        } catch (IOException | WireException e) {
            return false;
        }
    }

    private Path home() {
        return data.folder("snapshots");
    }

    private void fill(Path draft, SnapshotParts parts, Listener listener) throws IOException {
        Files.createDirectories(draft.resolve("words"));
        for (String sha256 : parts.words()) {
            place(
                    requireBytes(sha256, DatasetProblem.WORD_BYTES_MISSING, "learned word"),
                    SnapshotFiles.word(draft, sha256));
        }
        Files.createDirectories(draft.resolve("images"));
        int done = 0;
        int total = parts.images().size();
        listener.told(done, total);
        for (String sha256 : parts.images()) {
            place(
                    requireBytes(sha256, DatasetProblem.IMAGE_BYTES_MISSING, "image"),
                    SnapshotFiles.image(draft, sha256));
            listener.told(++done, total);
        }
    }

    private synchronized void settle(Path draft, String digest) throws IOException {
        Path target = of(digest);
        if (Files.exists(target) && !intact(digest)) {
            setAside(target, digest);
        }
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!intact(digest)) { // else somebody else was first, with the same
                throw e;
            }
        }
    }

    /// Between the look and the move another process may have put a sound folder there: that one goes back.
    private void setAside(Path target, String digest) throws IOException {
        Path aside = home().resolve("damaged-" + ids.next());
        Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
        if (intact(aside, digest)) {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// A blob never changes, so a second name for its bytes will do where the disk allows it.
    private static void place(Path blob, Path part) throws IOException {
        try {
            Files.createLink(part, blob);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(blob, part);
        }
    }

    private Path requireBytes(String sha256, DatasetProblem missing, String what) {
        try {
            return blobs.file(sha256);
        } catch (BlobMissing e) {
            throw new ProblemException(
                    missing,
                    "The bytes of " + what + " " + sha256
                            + " are missing or damaged; restore the blob, then try again.");
        }
    }

    private void removeOldDrafts() throws IOException {
        var old = clock.instant().minus(DRAFT_LIFE);
        try (var drafts = Files.newDirectoryStream(home(), DRAFT + "*")) {
            for (Path draft : drafts) {
                if (Files.getLastModifiedTime(draft).toInstant().isBefore(old)) {
                    remove(draft);
                }
            }
        }
    }

    private static void remove(Path draft) throws IOException {
        if (!Files.exists(draft)) {
            return;
        }
        try (var files = Files.walk(draft)) {
            for (Path file : files.toList().reversed()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
