package art.pinhua.registry;

import art.pinhua.platform.blob.Blobs;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.PeftAdapter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Adapters as peft saves them, in two files. They are kept as one: a blob has nothing beside it.
@Singleton
class PeftFiles {
    /// The joined file, and the blob that it becomes.
    private static final int COPIES = 2;

    private final ImportedFolders imported;
    private final ImportPlaces places;
    private final Blobs blobs;

    PeftFiles(ImportedFolders imported, ImportPlaces places, Blobs blobs) {
        this.imported = imported;
        this.places = places;
        this.blobs = blobs;
    }

    /// Whether an adapter is more than one file: a folder, a zip, or the tensors with their settings beside.
    static boolean are(Path given) throws IOException {
        return folder(given) != null || ZipModel.isZip(given);
    }

    private static @Nullable Path folder(Path given) {
        if (Files.isDirectory(given)) {
            return given;
        }
        Path folder = given.getParent();
        return folder != null && given.endsWith(PeftAdapter.TENSORS) && PeftAdapter.isIn(folder) ? folder : null;
    }

    /// Joins them to one file among the blobs; doing so again gives the same file.
    /// @param given of which [#are] is true
    /// @param room  told how many bytes will be written before any is; ends the work by an exception
    /// @param goOn  called often; likewise
    KeptFile keep(UUID importId, Path given, LongConsumer room, Runnable goOn) throws IOException {
        Path desk = imported.folder(importId);
        Path folder = folder(given);
        if (folder == null) {
            folder = ZipModel.unpackAdapter(
                    given,
                    desk.resolve("sent"),
                    bytes -> {
                        requireSmall(bytes);
                        room.accept((1 + COPIES) * bytes);
                    },
                    goOn);
        } else {
            requireBoth(folder);
            long bytes = Files.size(folder.resolve(PeftAdapter.TENSORS));
            requireSmall(bytes);
            room.accept(COPIES * bytes);
            Files.createDirectories(desk);
        }
        try {
            Path joined = desk.resolve("joined");
            String madeOf = PeftAdapter.join(folder, joined, goOn);
            return new KeptFile(blobs.store(joined).sha256(), madeOf);
        } catch (InvalidFileException e) {
            throw new ModelRefused("ADAPTER_UNUSABLE: " + e.getMessage(), e);
        } finally {
            ZipModel.remove(desk);
        }
    }

    private static void requireSmall(long bytes) {
        if (bytes > AdapterFile.LARGEST) {
            throw new ModelRefused(
                    "The adapter has " + bytes + " bytes, at most " + AdapterFile.LARGEST + " are taken.");
        }
    }

    /// Neither of them may be a link that leads out of the folders for imports.
    private void requireBoth(Path folder) {
        if (!PeftAdapter.isIn(folder)) {
            throw new ModelRefused(folder + " holds no " + PeftAdapter.TENSORS + " with " + PeftAdapter.CONFIG
                    + " beside it, as peft saves an adapter. Name another adapter's one safetensors file.");
        }
        for (String name : List.of(PeftAdapter.TENSORS, PeftAdapter.CONFIG)) {
            places.allowed(folder.resolve(name).toString());
        }
    }
}
