package art.pinhua.registry;

import art.pinhua.platform.Ids;
import art.pinhua.platform.Leftovers;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/// Copies of the pipelines that came with the product, each in a folder of `models` that is named by its
/// digest: an upgrade replaces what it ships where that lies, and what is known keeps its own files.
@Singleton
class ShippedCopies {
    /// Bytes. A larger pipeline is one that an operator named: it would hold up every start, and is read
    /// where it lies, as imported folders are.
    private static final long LARGEST = 256L << 20;

    /// Other processes may be copying, none of them for so long.
    private static final Duration AGE = Duration.ofDays(1);

    private final ImportedFolders imported;
    private final Ids ids;
    private final Clock clock;

    ShippedCopies(ImportedFolders imported, Ids ids, Clock clock) {
        this.imported = imported;
        this.ids = ids;
        this.clock = clock;
    }

    /// Whether a place is a folder that is to be copied.
    boolean take(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return false;
        }
        long bytes = 0;
        for (Path file : files(place).values()) {
            bytes += Files.size(file);
        }
        return bytes <= LARGEST;
    }

    /// Whether a model is read from a sound copy of a folder: compared by the bytes, which at a start is
    /// much quicker than a digest.
    boolean hold(ModelVersion.BaseModel model, Path place) throws IOException {
        return imported.isShipped(model.folder()) && same(place, imported.place(model.folder()));
    }

    /// Makes the copy of a folder that a model is read from; one that is there and differs was damaged.
    /// @param digest of the folder
    /// @param known  the digest that the model is known by
    /// @return as the model's row names the copy
    String keep(Path place, ModelDigest digest, String known) throws IOException {
        Path copy = imported.shipped(known);
        if (!same(place, copy)) {
            Leftovers.removeOlder(
                    imported.drafts(),
                    ImportedFolders.SHIPPED + "-*",
                    clock.instant().minus(AGE));
            Path draft = imported.drafts().resolve(ImportedFolders.SHIPPED + "-" + ids.next());
            try {
                copy(place, draft);
                if (!ModelDigest.of(draft).value().equals(digest.value())) {
                    throw new IOException(place + " changed while it was copied");
                }
                replace(copy, draft);
            } finally {
                Leftovers.remove(draft);
            }
        }
        return imported.stored(copy);
    }

    private static void copy(Path place, Path draft) throws IOException {
        for (var file : files(place).entrySet()) {
            Path target = draft.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.copy(file.getValue(), target);
        }
    }

    /// Of what another process puts there meanwhile nothing is removed.
    private static void replace(Path copy, Path draft) throws IOException {
        if (Files.exists(copy)) {
            if (same(draft, copy)) {
                return;
            }
            ZipModel.remove(copy);
        }
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        try {
            Files.move(draft, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!same(draft, copy)) {
                throw e;
            }
        }
    }

    /// Whether all files of a folder lie in its copy too. What was put there besides, such as a model for
    /// previews, stays.
    private static boolean same(Path place, Path copy) throws IOException {
        for (var file : files(place).entrySet()) {
            Path own = copy.resolve(file.getKey());
            if (!Files.isRegularFile(own) || Files.mismatch(file.getValue(), own) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Path> files(Path place) throws IOException {
        return FolderFiles.of(place, link -> {}).all();
    }
}
