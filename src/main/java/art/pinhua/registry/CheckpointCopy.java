package art.pinhua.registry;

import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PredictionNote;
import art.pinhua.training.io.TinyFiles;
import art.pinhua.training.text.Tokenizer;
import art.pinhua.training.text.TokenizerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/// Copies a checkpoint in one file with all that lies beside it for it. What is laid beside the copy
/// says something of the copy alone: beside the file itself, it would change what a model draws that is
/// read from there.
/// @param target folder, which is emptied first
/// @param room   told how many bytes will be written before any is; ends the work by an exception
/// @param goOn   told often how many bytes more were copied; likewise
record CheckpointCopy(Path target, LongConsumer room, LongConsumer goOn) {
    /// Words of CLIP, each with a number: the text encoders of all checkpoints in one file have been
    /// trained with these.
    private static final int CLIP_WORDS = 49_408;

    /// @return the copy
    Path of(Path checkpoint) throws IOException {
        return of(checkpoint, String.valueOf(checkpoint.getFileName()), checkpoint.resolveSibling(""));
    }

    /// With the tokenizers of another model, whatever lies beside the checkpoint.
    /// @param name  of the copy
    /// @param model folder in diffusers layout, or checkpoint in one file
    Path of(Path checkpoint, String name, Path model) throws IOException {
        ZipModel.remove(target);
        try {
            return copied(checkpoint, target.resolve(name), beside(model));
        } catch (IOException | RuntimeException e) {
            ZipModel.remove(target); // work that waits for room must not take it
            throw e;
        }
    }

    private Path copied(Path checkpoint, Path copy, Path tokenizers) throws IOException {
        Map<Path, Path> sources = sources(checkpoint, copy, tokenizers);
        long whole = 0;
        for (Path file : sources.values()) {
            whole += Files.size(file);
        }
        room.accept(whole);
        for (var each : sources.entrySet()) {
            Files.createDirectories(Objects.requireNonNull(each.getKey().getParent()));
            try (var bytes = WatchedFile.open(each.getValue(), goOn)) {
                Files.copy(bytes, each.getKey());
            }
        }
        return copy;
    }

    /// Whether a model has tokenizers that another can take.
    static boolean hasTokenizer(Path model) {
        return Files.isDirectory(beside(model).resolve(PipelineFiles.TOKENIZER));
    }

    /// Whether its tokenizer has all words of CLIP; those that the model was taught besides stay with
    /// it. The engine compares it with the checkpoint itself, once that is here.
    static boolean hasWordsOfClip(Path model) {
        try {
            Tokenizer tokenizer = Tokenizer.read(beside(model).resolve(PipelineFiles.TOKENIZER));
            return tokenizer.within(CLIP_WORDS).vocabularySize() == CLIP_WORDS;
        } catch (IOException | TokenizerException e) {
            return false; // nothing can be drawn with such a tokenizer either
        }
    }

    /// The folder that holds the tokenizers of a model.
    private static Path beside(Path model) {
        return Files.isDirectory(model) ? model : model.resolveSibling("");
    }

    /// What each copy is made of.
    private Map<Path, Path> sources(Path checkpoint, Path copy, Path tokenizers) throws IOException {
        var sources = new LinkedHashMap<Path, Path>();
        sources.put(copy, checkpoint);
        Path note = PredictionNote.beside(checkpoint);
        if (Files.isRegularFile(note)) {
            sources.put(PredictionNote.beside(copy), note);
        }
        for (String folder : PipelineFiles.TOKENIZERS) {
            addFiles(sources, tokenizers, folder);
        }
        addFiles(sources, checkpoint.resolveSibling(""), TinyFiles.FOLDER);
        return sources;
    }

    private void addFiles(Map<Path, Path> sources, Path root, String folder) throws IOException {
        Path place = root.resolve(folder);
        if (Files.isDirectory(place)) {
            var files = FolderFiles.of(place, link -> {}).own();
            files.forEach((path, file) -> sources.put(target.resolve(folder).resolve(path), file));
        }
    }
}
