package art.pinhua.training.io;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of a text-to-image model in diffusers layout. Nothing outside the folder is read, whatever
/// the files say; links in it are followed: where they lead is for whoever lets a model in to look.
///
/// @param root  the folder
/// @param index its `model_index.json`
public record PipelineFolder(Path root, JsonObject index) implements PipelineFiles {
    /// The networks, with the names of their folders and of their weights.
    public enum Network {
        TEXT_ENCODER("text_encoder", "model", "CLIPTextModel", "BertModel"),
        TEXT_ENCODER_2("text_encoder_2", "model", "CLIPTextModelWithProjection"),
        UNET("unet", "diffusion_pytorch_model", "UNet2DConditionModel"),
        VAE("vae", "diffusion_pytorch_model", "AutoencoderKL");

        private final String folder;
        private final String stem;
        private final List<String> classNames;

        Network(String folder, String stem, String... classNames) {
            this.folder = folder;
            this.stem = stem;
            this.classNames = List.of(classNames);
        }

        public String folder() {
            return folder;
        }
    }

    /// The weights of one network, from one file or several.
    public static final class Stored implements AutoCloseable {
        private final List<Safetensors> files = new ArrayList<>();
        private final SequencedMap<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();

        /// Tensors of one file under other names; closing this closes the file.
        static Stored of(Safetensors file, SequencedMap<String, Safetensors.Tensor> tensors) {
            var stored = new Stored();
            stored.files.add(file);
            stored.tensors.putAll(tensors);
            stored.tensors.keySet().removeAll(BUFFERS);
            return stored;
        }

        private void add(Safetensors file) throws InvalidFileException {
            files.add(file);
            for (Safetensors.Tensor tensor : file.tensors().values()) {
                if (!BUFFERS.contains(tensor.name()) && tensors.put(tensor.name(), tensor) != null) {
                    throw new InvalidFileException(
                            file.file(), "the tensor " + Shown.name(tensor.name()) + " comes twice");
                }
            }
        }

        /// By key; the bytes are pages of the files.
        public SequencedMap<String, Safetensors.Tensor> tensors() {
            return tensors;
        }

        @Override
        public void close() {
            files.forEach(Safetensors::close);
        }
    }

    /// Numbers of positions, 0, 1, 2 …, which older text encoders store as if they were weights.
    private static final Set<String> BUFFERS =
            Set.of("embeddings.position_ids", "text_model.embeddings.position_ids", "bert.embeddings.position_ids");

    private static final String PLAIN = "StableDiffusionPipeline";
    private static final String XL = "StableDiffusionXLPipeline";
    private static final long LONGEST_JSON = 16L << 20;
    private static final int LONGEST_SHOWN = 120;

    /// A name that stays in the folder, and that file systems take.
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\\.safetensors");

    /// @throws UnsupportedPipelineException if the index names another kind of pipeline or network
    /// @throws InvalidFileException if the index is missing or damaged
    public static PipelineFolder open(Path root) throws IOException {
        Path file = root.resolve("model_index.json");
        if (!Files.isRegularFile(file)) {
            throw new InvalidFileException(root, "no model_index.json: not a pipeline folder");
        }
        JsonObject index = json(file);
        JsonElement kind = index.get("_class_name");
        if (!new JsonPrimitive(PLAIN).equals(kind) && !new JsonPrimitive(XL).equals(kind)) {
            throw new UnsupportedPipelineException(
                    file, "a pipeline of class %s, only %s and %s are supported".formatted(shown(kind), PLAIN, XL));
        }
        for (Network network : networks(index)) {
            if (!(index.get(network.folder) instanceof JsonArray pair
                    && pair.size() == 2
                    && network.classNames.stream().map(JsonPrimitive::new).anyMatch(pair.get(1)::equals))) {
                throw new UnsupportedPipelineException(
                        file,
                        "its %s is %s, only %s is supported"
                                .formatted(
                                        network.folder,
                                        shown(index.get(network.folder)),
                                        String.join(" or ", network.classNames)));
            }
        }
        return new PipelineFolder(root, index);
    }

    private static List<Network> networks(JsonObject index) {
        return Stream.of(Network.values())
                .filter(network -> network != Network.TEXT_ENCODER_2 || PipelineFiles.isXl(index))
                .toList();
    }

    @Override
    public JsonObject config(Network network) throws IOException {
        return json(root.resolve(network.folder).resolve("config.json"));
    }

    @Override
    public JsonObject scheduler() throws IOException {
        return json(root.resolve("scheduler").resolve("scheduler_config.json"));
    }

    @Override
    public Path tokenizer(Network network) {
        return root.resolve(network == Network.TEXT_ENCODER_2 ? TOKENIZER_2 : TOKENIZER);
    }

    /// Maps the weights of a network: the plain file, the half-precision one, or the parts that an index lists.
    @Override
    public Stored weights(Network network) throws IOException {
        Path folder = root.resolve(network.folder);
        var stored = new Stored();
        try {
            for (Path file : weightFiles(network, folder)) {
                stored.add(Safetensors.open(file));
            }
            return stored;
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }

    private static List<Path> weightFiles(Network network, Path folder) throws IOException {
        for (String variant : List.of("", ".fp16")) {
            Path single = folder.resolve(network.stem + variant + ".safetensors");
            if (Files.isRegularFile(single)) {
                return List.of(single);
            }
        }
        for (String variant : List.of("", ".fp16")) {
            Path parts = folder.resolve(network.stem + ".safetensors.index" + variant + ".json");
            if (Files.isRegularFile(parts)) {
                return listed(folder, parts);
            }
        }
        String others = Files.isDirectory(folder) ? others(folder) : "no such folder";
        throw new InvalidFileException(
                folder, "no %s.safetensors (%s). Only safetensors weights are read".formatted(network.stem, others));
    }

    private static List<Path> listed(Path folder, Path parts) throws IOException {
        if (!(json(parts).get("weight_map") instanceof JsonObject map) || map.isEmpty()) {
            throw new InvalidFileException(parts, "no weight_map");
        }
        var names = new TreeSet<String>();
        for (JsonElement name : map.asMap().values()) {
            if (!(name instanceof JsonPrimitive primitive
                    && primitive.isString()
                    && PART.matcher(primitive.getAsString()).matches())) {
                throw new InvalidFileException(
                        parts, "its weight_map holds " + shown(name) + ", which is no plain file name");
            }
            names.add(primitive.getAsString());
        }
        return names.stream().map(folder::resolve).toList();
    }

    /// What a file says, made short.
    static String shown(@Nullable Object said) {
        String text = String.valueOf(said);
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }

    private static String others(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .sorted()
                    .limit(5)
                    .toList();
            return names.isEmpty() ? "the folder is empty" : "found " + String.join(", ", names);
        }
    }

    static JsonObject json(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidFileException(file, "the file is missing");
        }
        if (Files.size(file) > LONGEST_JSON) {
            throw new InvalidFileException(file, "too long for a configuration");
        }
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException | MalformedInputException e) {
            throw new InvalidFileException(file, "not a JSON object", e);
        }
    }
}
