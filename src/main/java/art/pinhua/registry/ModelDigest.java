package art.pinhua.registry;

import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PredictionNote;
import art.pinhua.training.io.TinyFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/// By what the files of a base model are known.
/// @param value   SHA-256 over lines "path space SHA-256" of all files, sorted by path; of a checkpoint in
///                one file these are its own, whatever it is called, and those beside it of the tokenizers
///                and of a note of what it predicts; what previews are made with is no part of the model
/// @param earlier what earlier versions of the product took of the same files: a model may be known by it
/// @param file    of a checkpoint in one file its SHA-256, by which other tools know it
record ModelDigest(
        String value, List<String> earlier, @Nullable String file) {
    private static final String CHECKPOINT = "checkpoint";
    private static final String NOTE = "prediction.json";

    /// Of what is read at once.
    private static final int PART = 1 << 16;

    static ModelDigest of(Path place) throws IOException {
        return of(place, bytes -> {}, bytes -> {});
    }

    /// @param whole told how many bytes will be read before any is
    /// @param goOn  told all along how many more were; an exception of its ends the reading
    static ModelDigest of(Path place, LongConsumer whole, LongConsumer goOn) throws IOException {
        var folder = Files.isDirectory(place) ? followed(place) : null;
        var files = folder == null ? filesOf(place) : folder.all();
        long bytes = 0;
        for (Path file : files.values()) {
            bytes += Files.size(file);
        }
        whole.accept(bytes);
        var digests = new TreeMap<String, String>();
        for (var file : files.entrySet()) {
            digests.put(file.getKey(), digest(file.getValue(), goOn));
        }
        return folder == null
                ? ofFile(digests, place)
                : ofFolder(digests, folder.linked().keySet());
    }

    /// Where links may lead, an import has looked before.
    private static FolderFiles followed(Path folder) throws IOException {
        return FolderFiles.of(folder, link -> {});
    }

    /// A checkpoint in one file, and what lies beside it for it.
    private static SortedMap<String, Path> filesOf(Path checkpoint) throws IOException {
        var files = new TreeMap<>(Map.of(CHECKPOINT, checkpoint));
        for (String tokenizer : PipelineFiles.TOKENIZERS) {
            Path folder = checkpoint.resolveSibling(tokenizer);
            if (Files.isDirectory(folder)) {
                followed(folder).own().forEach((path, file) -> files.put(tokenizer + "/" + path, file));
            }
        }
        Path note = PredictionNote.beside(checkpoint);
        if (Files.isRegularFile(note)) {
            files.put(NOTE, note);
        }
        return files;
    }

    private static String digest(Path file, LongConsumer goOn) throws IOException {
        try (var bytes = new BufferedInputStream(WatchedFile.open(file, goOn), PART)) {
            return DigestUtils.sha256Hex(bytes);
        }
    }

    /// @param linked paths that earlier versions did not follow
    private static ModelDigest ofFolder(SortedMap<String, String> digests, Set<String> linked) {
        String value = over(withoutPreviews(digests));
        var unfollowed = new TreeMap<>(digests);
        unfollowed.keySet().removeAll(linked);
        var earlier = Stream.of(withoutPreviews(unfollowed), unfollowed)
                .map(ModelDigest::over)
                .distinct()
                .filter(each -> !each.equals(value))
                .toList();
        return new ModelDigest(value, earlier, null);
    }

    private static SortedMap<String, String> withoutPreviews(SortedMap<String, String> digests) {
        var without = new TreeMap<>(digests);
        without.keySet().removeIf(path -> path.startsWith(TinyFiles.FOLDER + "/"));
        return without;
    }

    private static ModelDigest ofFile(SortedMap<String, String> digests, Path checkpoint) {
        String value = over(digests);
        String own = Objects.requireNonNull(digests.get(CHECKPOINT));
        String unfollowed = over(withoutLinked(digests, checkpoint));
        boolean noted = digests.containsKey(NOTE); // the file alone was another model then
        Stream<String> earlier = noted ? Stream.of(unfollowed) : Stream.of(unfollowed, own);
        return new ModelDigest(
                value, earlier.filter(each -> !each.equals(value)).toList(), own);
    }

    /// As earlier versions saw it, to whom a tokenizer that is a link was empty.
    private static SortedMap<String, String> withoutLinked(SortedMap<String, String> digests, Path checkpoint) {
        var without = new TreeMap<>(digests);
        for (String tokenizer : PipelineFiles.TOKENIZERS) {
            if (Files.isSymbolicLink(checkpoint.resolveSibling(tokenizer))) {
                without.keySet().removeIf(path -> path.startsWith(tokenizer + "/"));
            }
        }
        return without;
    }

    /// Whether a model of this digest may be these files.
    boolean names(String digest) {
        return value.equals(digest) || earlier.contains(digest);
    }

    private static String over(SortedMap<String, String> digests) {
        MessageDigest whole = DigestUtils.getSha256Digest();
        digests.forEach((path, digest) -> whole.update((path + " " + digest + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(whole.digest());
    }
}
