package art.pinhua.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The files of a folder, links to files among them, and those of folders that links in it lead to, by
/// their paths within the folder. There is an end: of what a link leads to, links to folders are passed
/// over, and so is a link to a folder around its own. Names that begin with a point are passed over, too.
/// @param own    in the folder itself
/// @param linked in folders that links lead to
record FolderFiles(SortedMap<String, Path> own, SortedMap<String, Path> linked) {
    /// @param follow told each link before anything is read of what it leads to; an exception of its ends
    ///               the look
    static FolderFiles of(Path folder, Consumer<Path> follow) throws IOException {
        Path place = folder.toRealPath(); // a walk does not follow a link, not even its beginning
        List<Path> entries = entries(place, follow);
        var linked = new TreeMap<String, Path>();
        for (Path link : entries) {
            if (Files.isSymbolicLink(link) && Files.isDirectory(link)) {
                Path led = link.toRealPath();
                if (!place.startsWith(led)) {
                    String name = path(place, link) + "/";
                    regular(led, entries(led, follow)).forEach((path, file) -> linked.put(name + path, file));
                }
            }
        }
        return new FolderFiles(regular(place, entries), linked);
    }

    SortedMap<String, Path> all() {
        var all = new TreeMap<>(own);
        all.putAll(linked);
        return all;
    }

    private static List<Path> entries(Path place, Consumer<Path> follow) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            List<Path> entries = all.filter(FolderFiles::counts).toList();
            entries.stream().filter(Files::isSymbolicLink).forEach(follow);
            return entries;
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private static boolean counts(Path entry) {
        return !entry.getFileName().toString().startsWith(".");
    }

    private static SortedMap<String, Path> regular(Path place, List<Path> entries) {
        var files = new TreeMap<String, Path>();
        entries.stream().filter(Files::isRegularFile).forEach(file -> files.put(path(place, file), file));
        return files;
    }

    private static String path(Path place, Path entry) {
        return place.relativize(entry).toString().replace('\\', '/');
    }
}
