package art.pinhua.training.io;

import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.PipelineFolder.Stored;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of a text-to-image model: a folder in diffusers layout, or one file in the layout of the first
/// checkpoints.
public sealed interface PipelineFiles permits PipelineFolder, SingleFile {

    /// What `model_index.json` says, or would say.
    JsonObject index();

    JsonObject config(Network network) throws IOException;

    JsonObject scheduler() throws IOException;

    /// The folder with the tokenizer's files.
    Path tokenizer();

    /// Maps the weights of a network, under the names of diffusers.
    Stored weights(Network network) throws IOException;

    /// @throws InvalidFileException if it is neither, or holds what is not supported
    static PipelineFiles open(Path path) throws IOException {
        return Files.isRegularFile(path) ? SingleFile.open(path) : PipelineFolder.open(path);
    }
}
