package art.pinhua.registry;

import art.pinhua.training.io.TinyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// A checkpoint in one file, copied with all that lies beside it for it. A note beside the copy says something
/// of the copy alone: beside the file itself, it would change what a model draws that is read from there.
final class CheckpointCopy {
    private static final List<String> BESIDE = List.of("tokenizer", "tokenizer_2", TinyFiles.FOLDER);

    private CheckpointCopy() {}

    /// @param target folder, which is emptied first
    /// @param room   told how many bytes will be written before any is; ends the work by an exception
    /// @param goOn   called often; likewise
    /// @return the copy
    static Path into(Path target, Path checkpoint, LongConsumer room, Runnable goOn) throws IOException {
        ZipModel.remove(target);
        var files = new ArrayList<>(List.of(checkpoint));
        for (String folder : BESIDE) {
            files.addAll(filesIn(checkpoint.resolveSibling(folder)));
        }
        long whole = 0;
        for (Path file : files) {
            whole += Files.size(file);
        }
        room.accept(whole);
        Path root = checkpoint.resolveSibling("");
        for (Path file : files) {
            Path copy = target.resolve(root.relativize(file).toString());
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            try (var bytes = WatchedFile.open(file, goOn)) {
                Files.copy(bytes, copy);
            }
        }
        return target.resolve(root.relativize(checkpoint).toString());
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
