package art.pinhua.generation;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.Leftovers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/// Where engines lay what they draw: in `engine` of the data folder, each attempt at a generation in a folder
/// of its own, which goes with it.
@Singleton
class EngineFolders {
    /// Nothing is drawn for so long. A picture may take hours, in which nothing is written to its folder.
    private static final Duration AGE = Duration.ofDays(7);

    private final Path root;

    EngineFolders(DataFolder data) {
        this.root = data.folder("engine");
    }

    /// Makes the folder of an attempt. What earlier ones left whose process was killed gives back its room;
    /// later ones are let alone, should this attempt have been taken for dead.
    Path make(UUID generationId, int attempt) {
        for (int earlier = 1; earlier < attempt; earlier++) {
            Leftovers.remove(folder(generationId, earlier));
        }
        try {
            return Files.createDirectories(folder(generationId, attempt));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the engine", e);
        }
    }

    private Path folder(UUID generationId, int attempt) {
        return root.resolve(generationId + "-" + attempt);
    }

    /// Attempts without a next one have nobody else who would.
    void removeOld(@Observes StartupEvent event, Clock clock) {
        Leftovers.removeOlder(root, "*", clock.instant().minus(AGE));
    }
}
