package art.pinhua.training.io;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tiny autoencoder for previews, in the folder `taesd` of a pipeline or beside a checkpoint in one file: with
/// `config.json` as diffusers writes it, or the file `taesd_decoder.safetensors` of its first publication, which comes
/// without one.
///
/// @param config null for the first publication's file
public record TinyFiles(Path weights, @Nullable JsonObject config) {
    public static final String FOLDER = "taesd";

    private static final String ORIGINAL = "taesd_decoder.safetensors";

    /// @param model pipeline folder or checkpoint file
    /// @return none where there is no such folder
    /// @throws InvalidFileException when the folder holds neither
    public static Optional<TinyFiles> of(Path model) throws IOException {
        Path folder = folder(model);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Path original = folder.resolve(ORIGINAL);
        if (Files.isRegularFile(original)) {
            return Optional.of(new TinyFiles(original, null));
        }
        Path weights = folder.resolve("diffusion_pytorch_model.safetensors");
        if (!Files.isRegularFile(weights)) {
            throw new InvalidFileException(
                    folder, "neither %s nor %s".formatted(weights.getFileName(), original.getFileName()));
        }
        return Optional.of(new TinyFiles(weights, PipelineFolder.json(folder.resolve("config.json"))));
    }

    /// Whether such a folder lies there, whatever it holds.
    public static boolean lieWith(Path model) {
        return Files.isDirectory(folder(model));
    }

    private static Path folder(Path model) {
        return Files.isDirectory(model) ? model.resolve(FOLDER) : model.resolveSibling(FOLDER);
    }
}
