package art.pinhua.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// What is left of files that were being written when a process was killed or the power went. Nothing names
/// them, and folders are shared with processes that write now: only their age tells them apart.
public final class Leftovers {
    private static final Logger LOG = Logger.getLogger(Leftovers.class);

    private Leftovers() {}

    /// Removes what lies right in a folder, files and folders alike, and was last written to before a time.
    /// @param names of what may go, as a glob
    public static void removeOlder(Path folder, String names, Instant time) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var entries = Files.newDirectoryStream(folder, names)) {
            for (Path entry : entries) {
                if (isOlder(entry, time)) {
                    LOG.infof("%s was left behind and is removed", entry);
                    remove(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warnf(e, "what was left behind in %s goes on taking room", folder);
        }
    }

    private static boolean isOlder(Path entry, Instant time) throws IOException {
        try {
            return Files.getLastModifiedTime(entry).toInstant().isBefore(time);
        } catch (NoSuchFileException gone) {
            return false; // whoever wrote it has ended
        }
    }

    /// Removes a file, or a folder with all in it. What cannot be removed stays, and the log says so.
    public static void remove(Path place) {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "%s cannot be removed and goes on taking room", place);
        }
    }
}
