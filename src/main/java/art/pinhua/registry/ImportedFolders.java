package art.pinhua.registry;

import art.pinhua.platform.DataFolder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Models that were unpacked into `models` of the data folder, each attempt at an import into a folder
/// of its own: one that was taken for dead and wakes again touches nothing of its successor's. Beside
/// them lie the copies of those that came with the product ([ShippedCopies]). Rows name them relative to
/// the data folder, so that it can be moved and restored elsewhere.
@Singleton
class ImportedFolders {
    private static final Logger LOG = Logger.getLogger(ImportedFolders.class);
    private static final String MARK = "data:";

    /// The folder of copies of what came with the product.
    static final String SHIPPED = "shipped";

    private final Path data;
    private final Path models;
    private final Path drafts;

    ImportedFolders(DataFolder data) {
        this.data = data.root();
        this.models = data.folder("models");
        this.drafts = data.folder("models/drafts");
    }

    /// Where an attempt unpacks what stays.
    Path folder(UUID importId, int attempt) {
        return of(models, importId).resolve(Integer.toString(attempt));
    }

    /// Where an attempt lays out what does not stay; backups leave it out.
    Path desk(UUID importId, int attempt) {
        return of(drafts, importId).resolve(Integer.toString(attempt));
    }

    /// Where that lies of which backups hold nothing.
    Path drafts() {
        return drafts;
    }

    /// Where a model lies that came with the product.
    Path shipped(String digest) {
        return models.resolve(SHIPPED).resolve(digest);
    }

    /// Whether a row names the place of such a model.
    boolean isShipped(String stored) {
        return place(stored).startsWith(models.resolve(SHIPPED));
    }

    private static Path of(Path folder, UUID importId) {
        return folder.resolve(importId.toString());
    }

    /// As a row names the place.
    String stored(Path place) {
        return place.startsWith(models) ? MARK + data.relativize(place) : place.toString();
    }

    Path place(String stored) {
        return stored.startsWith(MARK)
                ? data.resolve(stored.substring(MARK.length())).normalize()
                : Path.of(stored).toAbsolutePath().normalize();
    }

    /// Gives back the room of earlier attempts, of which none led to a model. What one of them still
    /// holds is left for the end.
    void removeBefore(UUID importId, int attempt) {
        try {
            for (int earlier = 1; earlier < attempt; earlier++) {
                ZipModel.remove(folder(importId, earlier));
                ZipModel.remove(desk(importId, earlier));
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.infof(e, "not all of the earlier attempts at import %s can be removed yet", importId);
        }
    }

    /// Removes what was unpacked for an import, unless a base model lies in it. What cannot be removed
    /// stays: the job ends all the same.
    /// @param attempts that there were
    void removeUnless(UUID importId, int attempts, List<ModelVersion.BaseModel> known) {
        Path folder = of(models, importId);
        var kept = known.stream()
                .map(each -> place(each.folder()))
                .filter(place -> place.startsWith(folder))
                .toList();
        remove(of(drafts, importId));
        if (kept.isEmpty()) {
            remove(folder);
        }
        for (int attempt = 1; attempt <= attempts; attempt++) {
            Path unpacked = folder(importId, attempt);
            if (kept.stream().noneMatch(place -> place.startsWith(unpacked))) {
                remove(unpacked);
            }
        }
    }

    private static void remove(Path folder) {
        try {
            ZipModel.remove(folder);
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "%s cannot be removed and goes on taking room", folder);
        }
    }
}
