package art.pinhua.training.io;

import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.PipelineFolder.Stored;
import art.pinhua.training.text.Tokenizer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files of a text-to-image model: a folder in diffusers layout, or one file in the layout of the first
/// checkpoints.
public sealed interface PipelineFiles permits PipelineFolder, SingleFile {
    /// Folders of the tokenizers: within a model's folder, or beside a checkpoint in one file.
    String TOKENIZER = "tokenizer";

    String TOKENIZER_2 = "tokenizer_2";

    List<String> TOKENIZERS = List.of(TOKENIZER, TOKENIZER_2);

    /// What `model_index.json` says, or would say.
    JsonObject index();

    JsonObject config(Network network) throws IOException;

    JsonObject scheduler() throws IOException;

    /// The folder with the files of a text encoder's tokenizer.
    Path tokenizer(Network network);

    /// A text encoder's tokenizer.
    default Tokenizer readTokenizer(Network network) throws IOException {
        return Tokenizer.read(tokenizer(network));
    }

    /// The text encoders, in the order in which the denoiser wants their states.
    default List<Network> texts() {
        return isXl(index()) ? List.of(Network.TEXT_ENCODER, Network.TEXT_ENCODER_2) : List.of(Network.TEXT_ENCODER);
    }

    /// All networks, the text encoders first.
    default List<Network> networks() {
        var networks = new ArrayList<>(texts());
        networks.addAll(List.of(Network.UNET, Network.VAE));
        return List.copyOf(networks);
    }

    /// Whether a negative prompt that says nothing is no text at all, all zeros, and not an empty text.
    default boolean zeroWhenUnsaid() {
        JsonElement value = index().get("force_zeros_for_empty_prompt");
        return isXl(index()) && (value == null || !value.equals(new JsonPrimitive(false)));
    }

    static boolean isXl(JsonObject index) {
        return new JsonPrimitive("StableDiffusionXLPipeline").equals(index.get("_class_name"));
    }

    /// Maps the weights of a network, under the names of diffusers.
    Stored weights(Network network) throws IOException;

    /// @throws InvalidFileException if it is neither, or holds what is not supported
    static PipelineFiles open(Path path) throws IOException {
        return Files.isRegularFile(path) ? SingleFile.open(path) : PipelineFolder.open(path);
    }
}
