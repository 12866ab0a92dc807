package art.pinhua.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A pipeline folder in a zip archive. Archives come from strangers: names never lead out of the target, a small file
/// never becomes a large one, and what does not belong to a pipeline is refused by name.
final class ZipModel {
    private static final int MOST_ENTRIES = 1_000;
    private static final long LARGEST = 64L << 30;

    /// Weights do not shrink by more; only a trap does.
    private static final int LARGEST_RATIO = 100;

    private static final int BUFFER = 1 << 16;
    private static final List<String> SUFFIXES = List.of(".json", ".safetensors", ".txt", ".md");

    private ZipModel() {}

    static boolean isZip(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(4);
            return first.length == 4 && first[0] == 'P' && first[1] == 'K' && first[2] == 3 && first[3] == 4
                    && file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
        }
    }

    /// Unpacks into a folder, which is emptied first and again when anything is refused.
    /// @param goOn called often; ends the work by an exception
    /// @return the folder that holds `model_index.json`
    /// @throws IOException naming the entry at fault
    static Path unpack(Path zip, Path target, Runnable goOn) throws IOException {
        remove(target);
        try (var archive = new ZipFile(zip.toFile())) {
            if (archive.size() > MOST_ENTRIES) {
                throw new IOException("The archive has " + archive.size() + " entries; a pipeline has fewer than "
                        + MOST_ENTRIES + ".");
            }
            long written = 0;
            for (ZipEntry entry : archive.stream().toList()) {
                goOn.run();
                if (!entry.isDirectory()) {
                    written += unpack(archive, entry, place(target, entry), LARGEST - written, goOn);
                }
            }
            return root(target);
        } catch (IOException | RuntimeException e) {
            remove(target);
            throw e;
        }
    }

    private static Path place(Path target, ZipEntry entry) throws IOException {
        String name = entry.getName();
        boolean plain = name.length() <= 300
                && name.chars().allMatch(c -> c >= ' ' && c != '\\' && c != ':' && c != 127)
                && !name.startsWith("/")
                && Stream.of(name.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        Path place = plain ? target.resolve(name).normalize() : target;
        if (!plain || !place.startsWith(target) || place.equals(target)) {
            throw refused(entry, "has a name that leads out of the archive or is no plain name");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".bin") || lower.endsWith(".ckpt") || lower.endsWith(".pt") || lower.endsWith(".pkl")) {
            throw refused(
                    entry,
                    "is a pickle, which can run code. Convert it: in Python, save_file(torch.load(path,"
                            + " weights_only=True), \"model.safetensors\") with safetensors.torch");
        }
        if (SUFFIXES.stream().noneMatch(lower::endsWith) && !lower.matches("(.*/)?(licen[sc]e|\\.gitattributes)")) {
            throw refused(entry, "does not belong to a pipeline; it holds " + String.join(", ", SUFFIXES) + " files");
        }
        return place;
    }

    private static long unpack(ZipFile archive, ZipEntry entry, Path place, long most, Runnable goOn)
            throws IOException {
        Files.createDirectories(Objects.requireNonNull(place.getParent()));
        long allowed = entry.getCompressedSize() < 0
                ? most
                : Math.min(most, Math.max(1 << 20, entry.getCompressedSize() * LARGEST_RATIO));
        long written = 0;
        try (InputStream in = archive.getInputStream(entry);
                OutputStream out = Files.newOutputStream(place)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > allowed) {
                    throw refused(entry, "unpacks to more than " + allowed + " bytes");
                }
                out.write(buffer, 0, read);
                goOn.run();
            }
        }
        return written;
    }

    /// The target, or the only folder in it.
    private static Path root(Path target) throws IOException {
        if (Files.isRegularFile(target.resolve("model_index.json"))) {
            return target;
        }
        if (Files.isDirectory(target)) {
            try (var entries = Files.list(target)) {
                List<Path> all = entries.toList();
                if (all.size() == 1 && Files.isRegularFile(all.getFirst().resolve("model_index.json"))) {
                    return all.getFirst();
                }
            }
        }
        throw new IOException("The archive holds no model_index.json: it is no pipeline folder.");
    }

    private static IOException refused(ZipEntry entry, String why) {
        String name = entry.getName().replaceAll("\\p{Cntrl}", "?");
        return new IOException(
                "The entry '" + (name.length() > 120 ? name.substring(0, 120) + "…" : name) + "' " + why + ".");
    }

    private static void remove(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
