package art.pinhua.registry;

import art.pinhua.training.io.PeftAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// A pipeline folder in a zip archive, or the two files of an adapter of peft. Archives come from
/// strangers: names never lead out of the target, a small file never becomes a large one, and what does
/// not belong to a model is refused by name.
final class ZipModel {
    private static final int MOST_ENTRIES = 1_000;
    private static final long LARGEST = 64L << 30;

    /// Weights do not shrink by more; only a trap does.
    private static final int LARGEST_RATIO = 100;

    private static final byte[] SIGNATURE = {'P', 'K', 3, 4};
    private static final int BUFFER = 1 << 16;

    /// What packing programs add of their own.
    private static final Pattern LITTER = Pattern.compile("__MACOSX/.*|(.*/)?(\\.DS_Store|Thumbs\\.db|\\._[^/]*)");

    private static final List<String> SUFFIXES = List.of(".json", ".safetensors", ".txt", ".md");

    private ZipModel() {}

    static boolean isZip(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(SIGNATURE.length);
            return Arrays.equals(first, SIGNATURE);
        }
    }

    /// Unpacks into a folder, which is emptied first and again when anything is refused.
    /// @param room told how many bytes will be written before any is; ends the work by an exception
    /// @param goOn told often how many bytes more were written; likewise
    /// @return the folder that holds `model_index.json`, or the checkpoint in one file
    /// @throws IOException  naming the entry at fault
    /// @throws ModelRefused likewise, of a pickle
    static Path unpack(Path zip, Path target, LongConsumer room, LongConsumer goOn) throws IOException {
        return unpack(zip, target, ZipModel::model, room, goOn);
    }

    /// As above, of an adapter.
    /// @return the folder that holds both files
    static Path unpackAdapter(Path zip, Path target, LongConsumer room, LongConsumer goOn) throws IOException {
        return unpack(zip, target, ZipModel::adapter, room, goOn);
    }

    /// Where in what was unpacked the model is.
    private interface Search {
        Path in(Path target) throws IOException;
    }

    private static Path unpack(Path zip, Path target, Search search, LongConsumer room, LongConsumer goOn)
            throws IOException {
        remove(target);
        try (var archive = ZipDirectory.open(zip)) {
            if (archive.size() > MOST_ENTRIES) {
                throw new IOException("The archive has " + archive.size() + " entries; a pipeline has fewer than "
                        + MOST_ENTRIES + ".");
            }
            var entries = archive.stream()
                    .filter(entry -> !entry.isDirectory()
                            && !LITTER.matcher(entry.getName()).matches())
                    .toList();
            long whole = 0;
            for (ZipEntry entry : entries) {
                place(target, entry);
                whole += size(entry, LARGEST - whole);
            }
            room.accept(whole);
            for (ZipEntry entry : entries) {
                unpack(archive, entry, place(target, entry), goOn);
            }
            return search.in(target);
        } catch (IOException | RuntimeException e) {
            remove(target);
            throw e;
        }
    }

    /// Bytes of an entry once it is unpacked, as the archive tells; no more are written.
    /// @param most that are left for it
    private static long size(ZipEntry entry, long most) throws IOException {
        long allowed = Math.min(most, Math.max(1 << 20, entry.getCompressedSize() * LARGEST_RATIO));
        if (entry.getSize() > allowed) {
            throw refused(entry, "unpacks to more than " + allowed + " bytes");
        }
        return entry.getSize();
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
        if (Pickles.named(lower)) {
            throw new ModelRefused("PICKLE: "
                    + told(entry, Pickles.REFUSAL + "; leave out what holds no weights, such as optimizer.pt"));
        }
        if (SUFFIXES.stream().noneMatch(lower::endsWith) && !lower.matches("(.*/)?(licen[sc]e|\\.gitattributes)")) {
            throw refused(entry, "does not belong to a model; it holds " + String.join(", ", SUFFIXES) + " files");
        }
        return place;
    }

    private static void unpack(ZipFile archive, ZipEntry entry, Path place, LongConsumer goOn) throws IOException {
        goOn.accept(0);
        Files.createDirectories(Objects.requireNonNull(place.getParent()));
        long written = 0;
        try (InputStream in = archive.getInputStream(entry);
                OutputStream out = Files.newOutputStream(place)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > entry.getSize()) {
                    throw refused(entry, "unpacks to more than " + entry.getSize() + " bytes, its own figure");
                }
                out.write(buffer, 0, read);
                goOn.accept(read);
            }
        }
    }

    /// The target, or the only folder in it.
    private static Path adapter(Path target) throws IOException {
        List<Path> all = entries(target);
        Path folder = all.size() == 1 ? all.getFirst() : target;
        if (!PeftAdapter.isIn(folder)) {
            throw new IOException("The archive holds no " + PeftAdapter.TENSORS + " with " + PeftAdapter.CONFIG
                    + " beside it, as peft saves an adapter. Send another adapter as the one safetensors file it is.");
        }
        return folder;
    }

    /// The folder in layout of diffusers, or the checkpoint in one file: the target, or the only folder in it.
    private static Path model(Path target) throws IOException {
        Path folder = target;
        for (int depth = 0; depth < 2; depth++) {
            if (Files.isRegularFile(folder.resolve("model_index.json"))) {
                return folder;
            }
            List<Path> all = entries(folder);
            List<Path> files = all.stream()
                    .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors"))
                    .toList();
            if (files.size() == 1 && Files.isDirectory(folder.resolve("tokenizer"))) {
                return files.getFirst();
            }
            List<Path> folders = all.stream().filter(Files::isDirectory).toList();
            if (folders.size() != 1) {
                break;
            }
            folder = folders.getFirst();
        }
        throw new IOException("The archive holds neither a model_index.json nor one safetensors file with a folder"
                + " tokenizer beside it: it is no model.");
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static IOException refused(ZipEntry entry, String why) {
        return new IOException(told(entry, why));
    }

    private static String told(ZipEntry entry, String why) {
        String name = entry.getName().replaceAll("\\p{Cntrl}", "?");
        return "The entry '" + (name.length() > 120 ? name.substring(0, 120) + "…" : name) + "' " + why + ".";
    }

    static void remove(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
