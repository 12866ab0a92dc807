package art.pinhua.registry;

import art.pinhua.platform.DataFolder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// Models that were unpacked into `models` of the data folder, one folder an import. Rows name them relative to the
/// data
/// folder, so that it can be moved and restored elsewhere.
@Singleton
class ImportedFolders {
    private static final String MARK = "data:";

    private final Path data;
    private final Path models;

    ImportedFolders(DataFolder data) {
        this.data = data.root();
        this.models = data.folder("models");
    }

    Path folder(UUID importId) {
        return models.resolve(importId.toString());
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

    /// Removes what was unpacked for an import, unless a base model lies in it.
    void removeUnless(UUID importId, List<ModelVersion.BaseModel> known) {
        Path folder = folder(importId);
        if (known.stream().noneMatch(each -> place(each.folder()).startsWith(folder))) {
            try {
                ZipModel.remove(folder);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove " + folder, e);
            }
        }
    }
}
