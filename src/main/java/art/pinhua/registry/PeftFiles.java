package art.pinhua.registry;

import art.pinhua.platform.blob.Blobs;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.PeftAdapter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Adapters as peft saves them, in two files. They are kept as one: a blob has nothing beside it.
@Singleton
class PeftFiles {
    private static final List<String> BOTH = List.of(PeftAdapter.TENSORS, PeftAdapter.CONFIG);

    /// What came, the joined file, and the blob that it becomes.
    private static final int TIMES_ON_DISK = 3;

    private final ImportPlaces places;
    private final Blobs blobs;

    PeftFiles(ImportPlaces places, Blobs blobs) {
        this.places = places;
        this.blobs = blobs;
    }

    /// Whether an adapter is more than one file: a folder, a zip, or tensors with settings beside.
    static boolean are(Path given) throws IOException {
        return folder(given) != null || ZipModel.isZip(given);
    }

    private static @Nullable Path folder(Path given) {
        if (Files.isDirectory(given)) {
            return given;
        }
        Path folder = given.getParent();
        return folder != null && given.endsWith(PeftAdapter.TENSORS) && areNamed(folder) ? folder : null;
    }

    /// Joins them to one file among the blobs; doing so again gives the same file.
    /// @param desk  of this attempt alone; gone at the end
    /// @param given of which [#are] is true
    /// @param room  told how many bytes will be written before any is; ends the work by an exception
    /// @param goOn  called often; likewise
    KeptFile keep(Path desk, Path given, LongConsumer room, Runnable goOn) throws IOException {
        Path sent = desk.resolve("sent");
        LongConsumer roomForAll = bytes -> {
            requireSmall(bytes);
            room.accept(TIMES_ON_DISK * bytes);
        };
        Path folder = folder(given);
        try {
            Path both = folder == null
                    ? ZipModel.unpackAdapter(given, sent, roomForAll, written -> goOn.run())
                    : copied(folder, sent, roomForAll, goOn);
            Path joined = desk.resolve("joined");
            String madeOf = PeftAdapter.join(both, joined, goOn);
            try (var bytes = WatchedFile.open(joined, read -> goOn.run())) {
                return new KeptFile(blobs.store(bytes).sha256(), madeOf);
            }
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

    /// What lies in a folder may change while it is read. Neither file may be a link that leads out of
    /// the folders for imports, and nothing is told of what such a link leads to.
    private Path copied(Path folder, Path to, LongConsumer room, Runnable goOn) throws IOException {
        if (!areNamed(folder)) {
            throw new ModelRefused(folder + " holds no " + PeftAdapter.TENSORS + " with " + PeftAdapter.CONFIG
                    + " beside it, as peft saves an adapter. Name another adapter's one safetensors file.");
        }
        var files = BOTH.stream()
                .map(name -> places.allowed(folder.resolve(name).toString()))
                .toList();
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        room.accept(bytes);
        Files.createDirectories(to);
        for (int i = 0; i < BOTH.size(); i++) {
            try (var in = WatchedFile.open(files.get(i), read -> goOn.run())) {
                Files.copy(in, to.resolve(BOTH.get(i)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return to;
    }

    /// Whether a folder names both, wherever the names lead.
    private static boolean areNamed(Path folder) {
        return BOTH.stream().allMatch(name -> Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
    }
}
