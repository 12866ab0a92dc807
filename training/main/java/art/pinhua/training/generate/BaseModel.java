package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.TextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import art.pinhua.training.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A pipeline in memory: configurations, and fp32 weights by key, which it owns.
public record BaseModel(
        Path folder,
        Tokenizer tokenizer,
        TextEncoder.Config textConfig,
        UNetConfig unetConfig,
        AutoencoderConfig autoencoderConfig,
        ScheduleConfig schedule,
        Map<String, NDArray> textWeights,
        Map<String, NDArray> unetWeights,
        Map<String, NDArray> autoencoderWeights)
        implements AutoCloseable {

    /// Reads all of a folder, or of a checkpoint in one file. Call it outside a step, or the step closes the weights.
    /// @throws IOException when a file is missing or damaged
    /// @throws art.pinhua.training.model.UnsupportedModelException when a setting is not computed here
    public static BaseModel read(Tensors tensors, Path root) throws IOException {
        PipelineFiles folder = PipelineFiles.open(root);
        var text = TextEncoder.Config.parse(folder.config(Network.TEXT_ENCODER));
        var unet = UNetConfig.parse(folder.config(Network.UNET));
        var autoencoder = AutoencoderConfig.parse(folder.config(Network.VAE));
        var schedule = ScheduleConfig.parse(folder.scheduler().toString());
        var tokenizer = Tokenizer.read(folder.tokenizer());
        return new BaseModel(
                root,
                tokenizer,
                text,
                unet,
                autoencoder,
                schedule,
                text.currentNames(weights(tensors, folder, Network.TEXT_ENCODER)),
                weights(tensors, folder, Network.UNET),
                Autoencoder.currentNames(weights(tensors, folder, Network.VAE)));
    }

    private static Map<String, NDArray> weights(Tensors tensors, PipelineFiles folder, Network network)
            throws IOException {
        try (var stored = folder.weights(network)) {
            return Weights.load(tensors, stored.tensors());
        }
    }

    /// The networks over these weights. They own no memory: close this object after them.
    public Networks networks(Tensors tensors) {
        return networks(tensors, textWeights, unetWeights);
    }

    /// The networks over other weights of text encoder and unet.
    public Networks networks(Tensors tensors, Map<String, NDArray> text, Map<String, NDArray> unet) {
        return new Networks(
                tokenizer,
                textConfig.encoder(tensors, text),
                UNet.of(tensors, unetConfig, unet, Map.of()),
                Autoencoder.of(tensors, autoencoderConfig, autoencoderWeights),
                schedule);
    }

    /// Shapes of the weights that adapters may change.
    Map<Part, Map<String, long[]>> adaptable() {
        return Map.of(Part.UNET, UNet.shapes(unetConfig), Part.TEXT_ENCODER, textConfig.adaptable());
    }

    @Override
    public void close() {
        List.of(textWeights, unetWeights, autoencoderWeights)
                .forEach(weights -> weights.values().forEach(NDArray::close));
    }
}
