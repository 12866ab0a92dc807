package art.pinhua.registry;

import art.pinhua.training.io.TinyFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// Base models that are imported again.
@Singleton
class KnownModels {
    private final ModelVersions versions;
    private final ImportedFolders imported;

    KnownModels(ModelVersions versions, ImportedFolders imported) {
        this.versions = versions;
        this.imported = imported;
    }

    /// A base model that is known.
    /// @param homeless whether it is to be read from where its files were found again: its own place is
    ///                 gone, holds other bytes now, or lacks what makes previews there
    record Known(ModelVersion.BaseModel model, boolean homeless) {}

    /// What these files are already.
    /// @param place where they were found
    /// @param whole told how many bytes are to be read, before any is, should that be needed
    /// @param goOn  told all along how many more were; an exception of its ends the reading
    Optional<Known> of(ModelDigest found, Path place, LongConsumer whole, LongConsumer goOn) {
        return Stream.concat(Stream.of(found.value()), found.earlier().stream())
                .flatMap(digest -> versions.baseModel(digest).stream())
                .flatMap(model -> as(model, found, place, whole, goOn).stream())
                .findFirst();
    }

    /// The digest that a model was known by earlier said less of its files. As long as they are there,
    /// they tell whether it is the same; once they are gone, nobody can, and a model that was moved is
    /// much more frequent than another.
    private Optional<Known> as(
            ModelVersion.BaseModel model, ModelDigest found, Path place, LongConsumer whole, LongConsumer goOn) {
        Path own = imported.place(model.folder());
        var held = own.equals(place) ? Optional.of(found) : held(own, whole, goOn);
        if (held.isPresent() && held.get().value().equals(found.value())) {
            return Optional.of(new Known(model, TinyFiles.lieWith(place) && !TinyFiles.lieWith(own)));
        }
        boolean another = held.isPresent() && held.get().names(model.digest());
        return another ? Optional.empty() : Optional.of(new Known(model, true));
    }

    /// What cannot be read is nothing: it cannot be drawn with either.
    private static Optional<ModelDigest> held(Path place, LongConsumer whole, LongConsumer goOn) {
        if (!Files.exists(place)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ModelDigest.of(place, whole, goOn));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
