package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.starter.TokenizerBuilder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import art.pinhua.training.trainer.TrainingException;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The networks of an earlier training to begin with: layer by layer, where name and shape agree. What does not fit
/// stays fresh, so that a network can be widened at one place and keep what it has learnt elsewhere.
///
/// @param pipeline folder in diffusers layout, which may lack networks; null begins from nothing
record Beginning(Tensors tensors, @Nullable Path pipeline) {
    private static final List<Network> NETWORKS = List.of(Network.VAE, Network.UNET, Network.TEXT_ENCODER);

    /// Reads something of a network's file.
    @FunctionalInterface
    private interface Reading<T> {
        T of(Path file) throws IOException;
    }

    /// Overwrites fresh weights with earlier ones.
    /// @param weights by key
    /// @return share of the numbers that were taken over, 0 to 1
    /// @throws IllegalArgumentException naming the option when the folder holds no networks
    /// @throws TrainingException when a file is damaged
    double into(SequencedMap<String, NDArray> weights, Network network) {
        return read(network, file -> {
                    try (var stored = Safetensors.open(file)) {
                        return into(weights, stored);
                    }
                })
                .orElse(0.0);
    }

    /// @param shapes by key
    /// @return whether the earlier network has all of them, as they are
    /// @throws IllegalArgumentException as [#into]; TrainingException likewise
    boolean fits(Map<String, long[]> shapes, Network network) {
        return read(network, file -> {
                    try (var stored = Safetensors.open(file)) {
                        return shapes.entrySet().stream().allMatch(entry -> {
                            Safetensors.Tensor tensor = stored.tensors().get(entry.getKey());
                            return tensor != null && Arrays.equals(tensor.dimensions(), entry.getValue());
                        });
                    }
                })
                .orElse(false);
    }

    /// @return whether the earlier pipeline numbers words as `tokenizer` does; else its text encoder reads others
    boolean tells(String tokenizer) {
        return ofTokenizer("tokenizer.json")
                .filter(JsonParser.parseString(tokenizer)::equals)
                .isPresent();
    }

    /// @return whether the earlier pipeline says that its text encoder was taught all of these tokens
    boolean taught(Collection<String> tokens) {
        return ofTokenizer("tokenizer_config.json")
                .filter(JsonElement::isJsonObject)
                .map(config -> config.getAsJsonObject().get(TokenizerBuilder.TAUGHT))
                .filter(JsonElement::isJsonPrimitive)
                .map(said -> Arrays.asList(said.getAsString().split(" ", -1)))
                .filter(said -> said.containsAll(tokens))
                .isPresent();
    }

    private Optional<JsonElement> ofTokenizer(String name) {
        if (pipeline == null) {
            return Optional.empty();
        }
        Path file = pipeline.resolve("tokenizer").resolve(name);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(JsonParser.parseString(Files.readString(file)))
                    : Optional.empty();
        } catch (IOException | JsonParseException e) {
            throw new TrainingException(
                    "--from %s: %s cannot be read: %s".formatted(pipeline, file, e.getMessage()), e);
        }
    }

    /// The drawings that the earlier model learnt from; none where nothing is begun with, or its folder
    /// does not say.
    List<LearntFrom> learntFrom() throws IOException {
        return pipeline == null ? List.of() : LearntFrom.of(pipeline);
    }

    /// SHA-256 of the weights, by the network's folder; empty where nothing is begun with.
    /// @throws IllegalArgumentException as [#into]; TrainingException likewise
    Map<String, String> digests() {
        var digests = new TreeMap<String, String>();
        for (Network network : NETWORKS) {
            read(network, Beginning::digest).ifPresent(sha256 -> digests.put(network.folder(), sha256));
        }
        return digests;
    }

    private static String digest(Path file) throws IOException {
        try (var _ = Safetensors.open(file)) { // a damaged one is told now, and not when its turn comes
            return FileDigest.of(file);
        }
    }

    private <T> Optional<T> read(Network network, Reading<T> reading) {
        if (pipeline == null) {
            return Optional.empty();
        }
        try {
            Optional<Path> file = file(pipeline, network);
            return file.isEmpty() ? Optional.empty() : Optional.of(reading.of(file.get()));
        } catch (IOException e) {
            throw new TrainingException(
                    "--from %s: %s cannot be read: %s".formatted(pipeline, network.folder(), e.getMessage()), e);
        }
    }

    private static Optional<Path> file(Path pipeline, Network network) throws IOException {
        if (!Files.isDirectory(pipeline.resolve(Network.VAE.folder()))
                && !Files.isDirectory(pipeline.resolve(Network.UNET.folder()))) {
            throw new IllegalArgumentException("--from %s: there is neither a vae nor a unet".formatted(pipeline));
        }
        Path part = pipeline.resolve(network.folder());
        if (!Files.isDirectory(part)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(part)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .findFirst();
        }
    }

    private double into(SequencedMap<String, NDArray> weights, Safetensors stored) {
        long taken = 0;
        long all = 0;
        Map<String, NDArray> earlier = Weights.load(tensors, stored);
        for (Map.Entry<String, NDArray> entry : weights.entrySet()) {
            NDArray fresh = entry.getValue();
            NDArray old = earlier.get(entry.getKey());
            all += fresh.size();
            if (old != null && old.getShape().equals(fresh.getShape())) {
                taken += old.size();
                earlier.remove(entry.getKey());
                entry.setValue(old);
                fresh.close();
            }
        }
        earlier.values().forEach(NDArray::close);
        return (double) taken / all;
    }
}
