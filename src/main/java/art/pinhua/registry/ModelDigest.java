package art.pinhua.registry;

import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PredictionNote;
import art.pinhua.training.io.TinyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /// @param goOn called all along; an exception of its ends the reading
    static ModelDigest of(Path place, Runnable goOn) throws IOException {
        return Files.isDirectory(place) ? ofFolder(place, goOn) : ofFile(place, goOn);
    }

    private static ModelDigest ofFolder(Path folder, Runnable goOn) throws IOException {
        var digests = digests(folder, folder, goOn);
        String whole = over(digests);
        boolean more = digests.keySet().removeIf(path -> path.startsWith(TinyFiles.FOLDER + "/"));
        return more ? new ModelDigest(over(digests), List.of(whole), null) : new ModelDigest(whole, List.of(), null);
    }

    private static ModelDigest ofFile(Path checkpoint, Runnable goOn) throws IOException {
        String own = FileDigest.of(checkpoint, goOn);
        var digests = new TreeMap<>(Map.of(CHECKPOINT, own));
        for (String tokenizer : PipelineFiles.TOKENIZERS) {
            Path folder = checkpoint.resolveSibling(tokenizer);
            if (Files.isDirectory(folder)) {
                digests.putAll(digests(checkpoint.resolveSibling(""), folder, goOn));
            }
        }
        Path note = PredictionNote.beside(checkpoint);
        if (Files.isRegularFile(note)) {
            digests.put(NOTE, FileDigest.of(note, goOn));
            return new ModelDigest(over(digests), List.of(), own); // earlier versions took it for another model
        }
        return new ModelDigest(over(digests), List.of(own), own);
    }

    /// Whether a model of this digest may be these files.
    boolean names(String digest) {
        return value.equals(digest) || earlier.contains(digest);
    }

    /// SHA-256 by path.
    private static SortedMap<String, String> digests(Path root, Path folder, Runnable goOn) throws IOException {
        var digests = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(each -> !each.getFileName().toString().startsWith("."))
                    .toList()) {
                String path = root.relativize(file).toString().replace('\\', '/');
                digests.put(path, FileDigest.of(file, goOn));
            }
        }
        return digests;
    }

    private static String over(SortedMap<String, String> digests) {
        MessageDigest whole = DigestUtils.getSha256Digest();
        digests.forEach((path, digest) -> whole.update((path + " " + digest + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(whole.digest());
    }
}
