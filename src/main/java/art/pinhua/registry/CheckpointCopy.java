package art.pinhua.registry;

import art.pinhua.training.io.PredictionNote;
import art.pinhua.training.io.TinyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// Copies a checkpoint in one file with all that lies beside it for it. What is laid beside the copy
/// says something of the copy alone: beside the file itself, it would change what a model draws that is
/// read from there.
/// @param target folder, which is emptied first
/// @param room   told how many bytes will be written before any is; ends the work by an exception
/// @param goOn   called often; likewise
record CheckpointCopy(Path target, LongConsumer room, Runnable goOn) {
    private static final String TOKENIZER = "tokenizer";
    private static final List<String> TOKENIZERS = List.of(TOKENIZER, "tokenizer_2");

    /// @return the copy
    Path of(Path checkpoint) throws IOException {
        return of(checkpoint, String.valueOf(checkpoint.getFileName()), checkpoint.resolveSibling(""));
    }

    /// With the tokenizers of another model, whatever lies beside the checkpoint.
    /// @param name  of the copy
    /// @param model folder in diffusers layout, or checkpoint in one file
    Path of(Path checkpoint, String name, Path model) throws IOException {
        ZipModel.remove(target);
        Path copy = target.resolve(name);
        Map<Path, Path> copies = copies(checkpoint, copy, beside(model));
        long whole = 0;
        for (Path file : copies.keySet()) {
            whole += Files.size(file);
        }
        room.accept(whole);
        for (var each : copies.entrySet()) {
            Files.createDirectories(Objects.requireNonNull(each.getValue().getParent()));
            try (var bytes = WatchedFile.open(each.getKey(), goOn)) {
                Files.copy(bytes, each.getValue());
            }
        }
        return copy;
    }

    /// Whether a model has tokenizers that another can take.
    static boolean hasTokenizer(Path model) {
        return Files.isDirectory(beside(model).resolve(TOKENIZER));
    }

    /// The folder that holds the tokenizers of a model.
    private static Path beside(Path model) {
        return Files.isDirectory(model) ? model : model.resolveSibling("");
    }

    /// What becomes what.
    private Map<Path, Path> copies(Path checkpoint, Path copy, Path tokenizers) throws IOException {
        var copies = new LinkedHashMap<Path, Path>();
        copies.put(checkpoint, copy);
        Path note = PredictionNote.beside(checkpoint);
        if (Files.isRegularFile(note)) {
            copies.put(note, PredictionNote.beside(copy));
        }
        for (String folder : TOKENIZERS) {
            addFiles(copies, tokenizers, folder);
        }
        addFiles(copies, checkpoint.resolveSibling(""), TinyFiles.FOLDER);
        return copies;
    }

    private void addFiles(Map<Path, Path> copies, Path root, String folder) throws IOException {
        if (!Files.isDirectory(root.resolve(folder))) {
            return;
        }
        try (Stream<Path> all = Files.walk(root.resolve(folder))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                copies.put(file, target.resolve(root.relativize(file).toString()));
            }
        }
    }
}
