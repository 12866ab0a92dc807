package art.pinhua.training.generate;

import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.model.UnsupportedModelException;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/// What the headers of weight files tell. It suffices to refuse a file before any weight of it is read:
/// a file of strangers must not cost memory only to be refused.
final class WeightShapes {
    private WeightShapes() {}

    /// Compares the weights of a network with what its configuration asks for.
    /// @return how many numbers they are
    /// @throws UnsupportedModelException naming what does not fit
    static long numbers(PipelineFiles files, Network network) throws IOException {
        JsonObject config = files.config(network);
        try (var stored = files.weights(network)) {
            Map<String, long[]> shapes = of(network.folder(), stored.tensors());
            var fitting = switch (network) {
                case TEXT_ENCODER, TEXT_ENCODER_2 ->
                    TextEncoder.Config.parse(config).fitting(shapes);
                case UNET -> UNet.fitting(UNetConfig.parse(config), shapes);
                case VAE -> Autoencoder.fitting(AutoencoderConfig.parse(config), shapes);
            };
            return fitting.values().stream()
                    .mapToLong(shape -> LongStream.of(shape).reduce(1, (all, side) -> all * side))
                    .sum();
        }
    }

    /// Shapes by key.
    /// @param network what a refusal calls it
    /// @throws UnsupportedModelException for types that weights are not read from
    static Map<String, long[]> of(String network, Map<String, Safetensors.Tensor> stored) {
        var shapes = new LinkedHashMap<String, long[]>();
        stored.forEach((name, tensor) -> {
            switch (tensor.type()) {
                case F32, F16, BF16 -> shapes.put(name, tensor.dimensions());
                default ->
                    throw new UnsupportedModelException(
                            "%s: Weights of type %s are not supported".formatted(network, tensor.type()));
            }
        });
        return shapes;
    }
}
