package art.pinhua.registry;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Base models that are imported again: whether their files are still where they were.
@Singleton
class KnownModels {
    private final ModelVersions versions;
    private final ImportedFolders imported;

    KnownModels(ModelVersions versions, ImportedFolders imported) {
        this.versions = versions;
        this.imported = imported;
    }

    /// The known base model that is to be read from a place where its files were found again: its own is gone, or
    /// holds other bytes now.
    /// @param digest of what was found
    /// @param found  where
    /// @param goOn   called all along; an exception of its ends the reading
    Optional<ModelVersion.BaseModel> homeless(String digest, Path found, Runnable goOn) {
        return versions.baseModel(digest).filter(known -> {
            Path place = imported.place(known.folder());
            return !place.equals(found) && !holds(place, digest, goOn);
        });
    }

    /// What cannot be read holds nothing: it cannot be drawn with either.
    private static boolean holds(Path place, String digest, Runnable goOn) {
        if (!Files.exists(place)) {
            return false;
        }
        try {
            return PipelineReading.digest(place, goOn).equals(digest);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
