package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The networks of an earlier training to begin with: layer by layer, where name and shape agree. What does not fit
/// stays fresh, so that a network can be widened at one place and keep what it has learnt elsewhere.
///
/// @param pipeline folder in diffusers layout, which may lack networks; null begins from nothing
record Beginning(Tensors tensors, @Nullable Path pipeline) {
    /// Overwrites fresh weights with earlier ones.
    /// @param weights by key
    /// @return share of the numbers that were taken over, 0 to 1
    /// @throws TrainingException when the folder holds no networks, or a damaged file
    double into(SequencedMap<String, NDArray> weights, Network network) {
        return read(network, stored -> into(weights, stored)).orElse(0.0);
    }

    /// @param shapes by key
    /// @return whether the earlier network has all of them, as they are
    /// @throws TrainingException as [#into]
    boolean fits(Map<String, long[]> shapes, Network network) {
        return read(
                        network,
                        stored -> shapes.entrySet().stream().allMatch(entry -> {
                            Safetensors.Tensor tensor = stored.tensors().get(entry.getKey());
                            return tensor != null && Arrays.equals(tensor.dimensions(), entry.getValue());
                        }))
                .orElse(false);
    }

    private <T> Optional<T> read(Network network, Function<Safetensors, T> reading) {
        if (pipeline == null) {
            return Optional.empty();
        }
        try {
            Optional<Path> file = file(pipeline, network);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            try (var stored = Safetensors.open(file.get())) {
                return Optional.of(reading.apply(stored));
            }
        } catch (IOException e) {
            throw new TrainingException(
                    "Cannot begin with %s of %s: %s".formatted(network.folder(), pipeline, e.getMessage()), e);
        }
    }

    private static Optional<Path> file(Path pipeline, Network network) throws IOException {
        if (!Files.isDirectory(pipeline.resolve(Network.VAE.folder()))
                && !Files.isDirectory(pipeline.resolve(Network.UNET.folder()))) {
            throw new NoSuchFileException(pipeline.toString(), null, "there is neither a vae nor a unet");
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
